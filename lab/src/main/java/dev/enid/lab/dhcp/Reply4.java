package dev.enid.lab.dhcp;

import dev.enid.core.ip.Ip;

/**
 * An answer, and where it goes.
 *
 * @param from the server's own address
 * @param to may be an address that the client has not got yet, or 255.255.255.255
 */
record Reply4(Message4 message, Ip from, Ip to) {}
