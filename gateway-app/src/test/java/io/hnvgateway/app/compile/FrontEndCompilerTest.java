package io.hnvgateway.app.compile;

import static io.hnvgateway.app.compile.CompileWorld.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.FrontEnd;
import io.hnvgateway.compartments.NextHopGroups;
import io.hnvgateway.packet.IpAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrontEndCompilerTest {
    private final CompileWorld world = new CompileWorld();

    @AfterEach
    void close() {
        world.close();
    }

    private FrontEnd compile(NextHopGroups previous) {
        OwnerBook owners = new OwnerBook();
        owners.underlay(UnderlayOwners.of(world.underlay()));
        owners.settle();
        return new FrontEndCompiler(world.underlay(), CompileWorld.PORTS, world.neighbors, previous)
                .frontEnd(owners.table(), 1, Map.of());
    }

    private static int routeTo(FrontEnd frontEnd, String address) {
        IpAddress parsed = IpAddress.parse(address);
        return frontEnd.routes().lookup(parsed.high(), parsed.low());
    }

    private static int owner(FrontEnd frontEnd, String address) {
        IpAddress parsed = IpAddress.parse(address);
        return frontEnd.owners().lookup(parsed.high(), parsed.low());
    }

    /// Next hops that the buckets of an entry lead to.
    private Set<IpAddress> nextHops(FrontEnd frontEnd, int entry) {
        Set<IpAddress> found = new HashSet<>();
        for (int bucket = 0; bucket < 256; bucket++) {
            var neighbor =
                    world.adjacency(
                            FibEntry.argument(frontEnd.groups().resolve(entry, bucket << 24)));
            found.add(new IpAddress(neighbor.destinationHigh, neighbor.destinationLow));
        }
        return found;
    }

    @Test
    void gatewaysOfEqualCostOnSeveralLinksShareTheFlows() {
        world.frontEnd.add(route("0.0.0.0/0", 2, "198.51.100.1", 0));
        world.frontEnd.add(route("0.0.0.0/0", 3, "203.0.113.1", 0));
        world.frontEnd.add(route("0.0.0.0/0", 3, "203.0.113.9", 7));
        FrontEnd frontEnd = compile(NextHopGroups.EMPTY);
        int entry = routeTo(frontEnd, "8.8.8.8");

        assertThat(FibEntry.kind(entry)).isEqualTo(FibEntry.GROUP);
        assertThat(nextHops(frontEnd, entry))
                .containsExactlyInAnyOrder(
                        IpAddress.parse("198.51.100.1"), IpAddress.parse("203.0.113.1"));
    }

    @Test
    void aLoneGatewayNeedsNoGroup() {
        world.frontEnd.add(route("::/0", 2, "fe80::1", 1024));
        FrontEnd frontEnd = compile(NextHopGroups.EMPTY);

        assertThat(FibEntry.kind(routeTo(frontEnd, "2001:db8:1::1"))).isEqualTo(FibEntry.GATEWAY);
        assertThat(routeTo(frontEnd, "8.8.8.8")).isEqualTo(FibEntry.NONE);
        assertThat(frontEnd.groups().size()).isZero();
    }

    @Test
    void flowsStayWhenAGatewayLeaves() {
        for (String gateway : List.of("198.51.100.1", "198.51.100.3", "198.51.100.4")) {
            world.frontEnd.add(route("0.0.0.0/0", 2, gateway, 0));
        }
        FrontEnd before = compile(NextHopGroups.EMPTY);
        int lost = world.neighbors.find(2, 0, IpAddress.parse("198.51.100.1").low());
        world.frontEnd.removeFirst();
        FrontEnd after = compile(before.groups());

        for (int bucket = 0; bucket < 256; bucket++) {
            int old = before.groups().resolve(routeTo(before, "8.8.8.8"), bucket << 24);
            int now = after.groups().resolve(routeTo(after, "8.8.8.8"), bucket << 24);
            if (FibEntry.argument(old) != lost) {
                assertThat(now).isEqualTo(old);
            }
        }
    }

    @Test
    void neighboursOnALinkAreReachedDirectly() {
        world.frontEnd.add(route("2001:db8:f::/64", 2, null, 256));

        assertThat(routeTo(compile(NextHopGroups.EMPTY), "2001:db8:f::77"))
                .isEqualTo(FibEntry.of(FibEntry.ON_LINK, 2));
    }

    @Test
    void protectsWhatNoTenantMayReachInBothFamilies() {
        world.frontEnd.add(route("::/0", 2, "fe80::1", 1024));
        FrontEnd frontEnd = compile(NextHopGroups.EMPTY);

        assertThat(owner(frontEnd, "2001:db8:f::2")).isEqualTo(FibEntry.of(FibEntry.HOST, 2));
        assertThat(FibEntry.kind(owner(frontEnd, "2001:db8:a::5"))).isEqualTo(FibEntry.PROTECTED);
        assertThat(FibEntry.kind(owner(frontEnd, "fe80::1234"))).isEqualTo(FibEntry.PROTECTED);
        assertThat(FibEntry.kind(owner(frontEnd, "fe80::1"))).isEqualTo(FibEntry.ROUTER);
        assertThat(owner(frontEnd, "2001:db8:77::1")).isEqualTo(FibEntry.NONE);
    }

    @Test
    void answersTheOutsideUnderTheLinksOwnAddressOfTheFamily() {
        FrontEnd frontEnd = compile(NextHopGroups.EMPTY);

        assertThat(frontEnd.portAddress(2, true)).isEqualTo(IpAddress.parse("2001:db8:f::2"));
        assertThat(frontEnd.portAddress(2, false)).isEqualTo(IpAddress.parse("198.51.100.2"));
        assertThat(frontEnd.portAddress(3, true)).isNull();
    }
}
