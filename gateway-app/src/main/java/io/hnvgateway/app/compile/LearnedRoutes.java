package io.hnvgateway.app.compile;

import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The routes that peers of one network told and that are in force, and the ways to the peers
/// themselves. Immutable.
///
/// Ways are by names that a restart does not change, so the digest of equal routes is the same in
/// every process.
public final class LearnedRoutes {
    /// Of all a prefix has, the last but what stands for "unknown".
    public static final int METRIC = Integer.MAX_VALUE - 1;

    public static final LearnedRoutes NONE = new LearnedRoutes(Map.of(), Map.of(), 0);

    private final Map<IpPrefix, List<Way>> routes;
    private final Map<IpAddress, Way> peers;
    private final long sum;

    private LearnedRoutes(Map<IpPrefix, List<Way>> routes, Map<IpAddress, Way> peers, long sum) {
        this.routes = routes;
        this.peers = peers;
        this.sum = sum;
    }

    /// What a network has learned, if it is to learn anything.
    static LearnedRoutes of(BgpNetworks networks, TenantNetwork network) {
        return network.bgp() == null ? NONE : networks.learned(network.rdid());
    }

    /// Where a route leads.
    public sealed interface Way {
        /// By a connection to another site, by its name.
        record Connection(String name) implements Way {}

        /// By a VM that forwards.
        record Vm(IpAddress customerAddress) implements Way {}

        /// To a host of a virtual subnet; of peers alone.
        record Subnet(int vsid) implements Way {}
    }

    /// The same with other ways for some prefixes.
    ///
    /// @param changes by prefix; none: it is not learned any more
    public LearnedRoutes with(Map<IpPrefix, List<Way>> changes) {
        Map<IpPrefix, List<Way>> changed = new HashMap<>(routes);
        long total = sum;
        for (Map.Entry<IpPrefix, List<Way>> change : changes.entrySet()) {
            IpPrefix prefix = change.getKey();
            List<Way> ways = change.getValue();
            List<Way> before = ways.isEmpty() ? changed.remove(prefix) : changed.put(prefix, ways);
            total += digest(prefix, ways) - (before == null ? 0 : digest(prefix, before));
        }
        return new LearnedRoutes(changed, peers, total);
    }

    /// The same with the ways to peers in place of those before.
    public LearnedRoutes withPeers(Map<IpAddress, Way> ways) {
        return new LearnedRoutes(routes, Map.copyOf(ways), sum);
    }

    /// By prefix.
    public Map<IpPrefix, List<Way>> routes() {
        return routes;
    }

    /// To the peers' own addresses: no route that was learned takes their place.
    public Map<IpAddress, Way> peers() {
        return peers;
    }

    /// 0 when nothing is learned.
    long digest() {
        long pins = 0;
        for (Map.Entry<IpAddress, Way> peer : peers.entrySet()) {
            pins += digest(IpPrefix.host(peer.getKey()), List.of(peer.getValue())) * 31;
        }
        return sum + pins;
    }

    /// A sum of these is the same in whatever order they are learned.
    private static long digest(IpPrefix prefix, List<Way> ways) {
        if (ways.isEmpty()) {
            return 0;
        }
        long mixed = mix(prefix.address().high() + prefix.bits());
        mixed = mix(mixed ^ prefix.address().low());
        for (Way way : ways) {
            mixed =
                    switch (way) {
                        case Way.Connection(var name) -> text(mix(mixed + 1), name);
                        case Way.Vm(var at) -> mix(mix(mixed + 2 ^ at.high()) ^ at.low());
                        case Way.Subnet(var vsid) -> mix(mixed + 3 ^ vsid);
                    };
        }
        return mixed;
    }

    private static long text(long start, String text) {
        long mixed = start;
        for (int i = 0; i < text.length(); i++) {
            mixed = (mixed ^ text.charAt(i)) * 0x9e37_79b9_7f4a_7c15L;
        }
        return mix(mixed);
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d0_49bb_1331_11ebL;
        return mixed ^ (mixed >>> 31);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LearnedRoutes that
                && sum == that.sum
                && peers.equals(that.peers)
                && routes.equals(that.routes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(sum, peers);
    }

    @Override
    public String toString() {
        return routes.size() + " learned routes, " + peers.size() + " peers";
    }
}
