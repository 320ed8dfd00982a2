package io.hnvgateway.bgp.route;

import io.hnvgateway.packet.IpPrefix;
import java.util.List;

/// A change of what one side has told the other: what is withdrawn comes first, as in a message of
/// RFC 4271 §4.3, so a prefix in both is announced.
public record RouteUpdate(List<IpPrefix> withdrawn, List<Announcement> announced) {
    public RouteUpdate {
        withdrawn = List.copyOf(withdrawn);
        announced = List.copyOf(announced);
    }

    public static RouteUpdate announce(PathAttributes attributes, List<IpPrefix> prefixes) {
        return new RouteUpdate(List.of(), List.of(new Announcement(attributes, prefixes)));
    }

    public static RouteUpdate withdraw(List<IpPrefix> prefixes) {
        return new RouteUpdate(prefixes, List.of());
    }

    public boolean isEmpty() {
        return withdrawn.isEmpty() && announced.isEmpty();
    }
}
