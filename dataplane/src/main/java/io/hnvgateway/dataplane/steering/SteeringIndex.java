package io.hnvgateway.dataplane.steering;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The policy in tables for lookups on the data path: one writer, readers on any thread without a
/// lock. VSIDs stand in the [VsidArray].
final class SteeringIndex implements SteeringTables {
    private static final int UNTAGGED = 0;

    private final List<String> devices;
    private final VsidArray vsids;
    private final AddressTable addresses = new AddressTable();
    private final PrefixTable publicPrefixes = new PrefixTable();
    private volatile IntTable links = new IntTable(Map.of()); // by link(): LINK_*

    /// @param devices device names by port index
    SteeringIndex(List<String> devices, VsidArray vsids) {
        this.devices = List.copyOf(devices);
        this.vsids = vsids;
    }

    @Override
    public void address(IpAddress address, int flags) {
        addresses.put(address.high(), address.low(), flags);
    }

    @Override
    public void publicPrefix(IpPrefix prefix, int compartment) {
        publicPrefixes.put(prefix, compartment);
    }

    @Override
    public void removePublicPrefix(IpPrefix prefix) {
        publicPrefixes.remove(prefix);
    }

    @Override
    public void compartment(int vsid, int compartment) {
        vsids.put(vsid, compartment);
    }

    @Override
    public void ports(Map<String, PortPolicy> policies) {
        Map<Integer, Integer> next = new HashMap<>();
        for (int i = 0; i < devices.size(); i++) {
            int port = i;
            @Nullable PortPolicy policy = policies.get(devices.get(port));
            if (policy != null && !policy.roles().isEmpty()) {
                next.put(link(port, UNTAGGED), policy.untaggedLink());
            }
            if (policy != null) {
                policy.vlanLinks().forEach((vlan, link) -> next.put(link(port, vlan), link));
            }
        }
        links = new IntTable(next);
    }

    private static int link(int port, int vlan) {
        return port << 12 | vlan;
    }

    int flags(long high, long low) {
        return addresses.get(high, low);
    }

    boolean isPublic(long high, long low) {
        return publicOwner(high, low) != PrefixTable.NONE;
    }

    /// Compartment that has a public address, 0 if it is not known, [PrefixTable#NONE] if the
    /// address is none.
    int publicOwner(long high, long low) {
        return publicPrefixes.longest(high, low);
    }

    /// Compartment of a VSID, 0: none.
    int compartment(int vsid) {
        return vsids.get(vsid);
    }

    /// What untagged frames come by: `LINK_*`.
    int untaggedLink(int port) {
        return links.get(link(port, UNTAGGED));
    }

    int vlanLink(int port, int vlan) {
        return links.get(link(port, vlan));
    }
}
