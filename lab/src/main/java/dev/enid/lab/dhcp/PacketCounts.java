package dev.enid.lab.dhcp;

/**
 * What became of the packets that came so far.
 *
 * @param answered with a packet of our own
 * @param passedOver that were in order and wanted no answer, or none from this server
 * @param malformed that were no packet of their protocol
 * @param unsent answers that the kernel did not take, as when the port was pulled out meanwhile
 */
public record PacketCounts(long answered, long passedOver, long malformed, long unsent) {}
