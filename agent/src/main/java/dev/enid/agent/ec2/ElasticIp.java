package dev.enid.agent.ec2;

import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Ip;
import java.util.Optional;

/**
 * An Elastic IP, as DescribeAddresses tells it.
 *
 * @param eni the ENI that it leads to; empty while it leads nowhere
 * @param privateIp which of the ENI's addresses
 */
public record ElasticIp(
        String allocation, Ip ip, Optional<EniId> eni, Optional<String> instance, Optional<Ip> privateIp) {}
