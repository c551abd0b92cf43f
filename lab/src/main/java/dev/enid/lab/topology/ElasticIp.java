package dev.enid.lab.topology;

import dev.enid.core.ip.Ip;
import java.util.Optional;

/**
 * An Elastic IP.
 *
 * @param allocationId {@code eipalloc-0a1b2c3d4e5f60718}
 * @param publicIp a documentation address: nothing of the Internet is reached by it
 */
public record ElasticIp(String allocationId, Ip publicIp, Optional<Association> association) {

    /**
     * What it stands for. The ENI is the one that has the private address: both move together.
     *
     * @param id {@code eipassoc-0a1b2c3d4e5f60718}
     */
    public record Association(String id, Ip privateIp) {}

    ElasticIp with(Optional<Association> other) {
        return new ElasticIp(allocationId, publicIp, other);
    }
}
