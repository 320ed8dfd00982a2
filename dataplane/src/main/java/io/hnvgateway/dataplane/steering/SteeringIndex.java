package io.hnvgateway.dataplane.steering;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// A [SteeringPolicy] compiled for lookups on the data path. Immutable.
final class SteeringIndex {
    private final IntTable addressFlags;
    private final PrefixTable publicPrefixes;
    private final long[] hostIpv6; // pairs of high and low half
    private final int[] roles;
    private final IntTable hostVlans;

    /// @param devices device names by port index
    SteeringIndex(SteeringPolicy policy, List<String> devices) {
        addressFlags = new IntTable(policy.addressFlags());
        publicPrefixes = new PrefixTable(policy.publicPrefixes());
        hostIpv6 =
                policy.hostAddresses().stream()
                        .filter(Inet6Address.class::isInstance)
                        .flatMapToLong(SteeringIndex::halves)
                        .toArray();
        roles = new int[devices.size()];
        Map<Integer, Integer> vlans = new HashMap<>();
        for (int port = 0; port < roles.length; port++) {
            @Nullable PortPolicy of = policy.ports().get(devices.get(port));
            if (of != null) {
                roles[port] = PortRole.bits(of.roles());
                for (int vlan : of.hostVlans()) {
                    vlans.put(port << 12 | vlan, 1);
                }
            }
        }
        hostVlans = new IntTable(vlans);
    }

    private static LongStream halves(InetAddress address) {
        ByteBuffer octets = ByteBuffer.wrap(address.getAddress());
        return LongStream.of(octets.getLong(0), octets.getLong(8));
    }

    int flags(int address) {
        return addressFlags.get(address);
    }

    boolean isPublic(int address) {
        return publicPrefixes.contains(address);
    }

    boolean isHostIpv6(long high, long low) {
        for (int i = 0; i < hostIpv6.length; i += 2) {
            if (hostIpv6[i] == high && hostIpv6[i + 1] == low) {
                return true;
            }
        }
        return false;
    }

    boolean hasRole(int port, PortRole role) {
        return (roles[port] & role.bit()) != 0;
    }

    boolean isHostVlan(int port, int vlan) {
        return hostVlans.get(port << 12 | vlan) != 0;
    }
}
