package io.hnvgateway.bgp.route;

import io.hnvgateway.packet.IpPrefix;
import java.util.List;

/// Prefixes of one family that share their attributes.
public record Announcement(PathAttributes attributes, List<IpPrefix> prefixes) {
    public Announcement {
        prefixes = List.copyOf(prefixes);
        for (IpPrefix prefix : prefixes) {
            if (prefix.isIpv4() != prefixes.getFirst().isIpv4()) {
                throw new IllegalArgumentException(
                        prefix + ": an announcement has prefixes of one family");
            }
        }
    }
}
