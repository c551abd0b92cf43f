package dev.enid.lab.topology;

import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import java.util.Optional;

/**
 * An ENI to be made.
 *
 * @param subnet name or id
 * @param primary its primary IPv4 address; a free one where absent
 * @param more what it has beside its primary IPv4 address
 * @param efaOnly whether it is to have no addresses
 */
public record CreateRequest(
        EniId id, Mac mac, String subnet, Optional<Ip> primary, AssignRequest more, boolean efaOnly) {}
