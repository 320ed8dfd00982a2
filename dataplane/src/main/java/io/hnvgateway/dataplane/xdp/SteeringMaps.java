package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.steering.MapDifference;
import io.hnvgateway.dataplane.steering.PortPolicy;
import io.hnvgateway.dataplane.steering.SteeringState;
import io.hnvgateway.dataplane.steering.SteeringTables;
import io.hnvgateway.dataplane.steering.VsidArray;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The program's maps of steering: written element by element, and read back whole once, when an
/// earlier process wrote them.
final class SteeringMaps implements SteeringTables {
    private static final PortPolicy NO_ROLE = PortPolicy.of();
    private static final byte[] ONLY = MapBytes.u32(0);
    private static final int VLAN_BITS = 12;
    private static final int VLAN_MASK = 0xfff;

    private final List<NetDevice> devices;
    private final VsidArray vsids;
    private final BpfMap ports;
    private final BpfMap addresses;
    private final BpfMap addresses6;
    private final BpfMap publicPrefixes;
    private final BpfMap publicPrefixes6;
    private final BpfMap vlans;
    private Map<Integer, Integer> vlanLinks = Map.of();

    /// @param devices in the order of the port indexes
    SteeringMaps(XdpProgram program, List<NetDevice> devices, VsidArray vsids) {
        this.devices = List.copyOf(devices);
        this.vsids = vsids;
        ports = program.map(".data.ports");
        addresses = program.map("addresses");
        addresses6 = program.map("addresses6");
        publicPrefixes = program.map("public_prefixes");
        publicPrefixes6 = program.map("public_prefixes6");
        vlans = program.map("vlans");
    }

    @Override
    public void address(IpAddress address, int flags) {
        BpfMap map = address.isIpv4() ? addresses : addresses6;
        if (flags == 0) {
            map.remove(MapBytes.address(address));
        } else {
            map.put(MapBytes.address(address), MapBytes.u32(flags));
        }
    }

    @Override
    public void publicPrefix(IpPrefix prefix, int compartment) {
        prefixes(prefix).put(MapBytes.prefix(prefix), MapBytes.u32(compartment));
    }

    @Override
    public void removePublicPrefix(IpPrefix prefix) {
        prefixes(prefix).remove(MapBytes.prefix(prefix));
    }

    private BpfMap prefixes(IpPrefix prefix) {
        return prefix.isIpv4() ? publicPrefixes : publicPrefixes6;
    }

    @Override
    public void compartment(int vsid, int compartment) {
        vsids.put(vsid, compartment);
    }

    @Override
    public void ports(Map<String, PortPolicy> policies) {
        Map<Integer, Integer> links = new HashMap<>();
        for (int i = 0; i < devices.size(); i++) {
            int port = i;
            policies.getOrDefault(devices.get(port).name(), NO_ROLE)
                    .vlanLinks()
                    .forEach((vlan, link) -> links.put(port << VLAN_BITS | vlan, link));
        }
        MapDifference.apply(
                vlanLinks,
                links,
                (key, link) -> vlans.put(MapBytes.u32(key), MapBytes.u32(link)),
                key -> vlans.remove(MapBytes.u32(key)));
        vlanLinks = links;
        int[] untagged =
                devices.stream()
                        .map(device -> policies.getOrDefault(device.name(), NO_ROLE))
                        .mapToInt(PortPolicy::untaggedLink)
                        .toArray();
        ports.put(ONLY, MapBytes.ports(devices, untagged));
    }

    /// What stands in the maps. Ports that this process does not have are removed, and those whose
    /// MAC address is another now are written anew.
    SteeringState read() {
        Map<IpAddress, Integer> flags = new HashMap<>();
        addresses.forEach(4, 4, (key, value) -> putAddress(key, value, flags));
        addresses6.forEach(16, 4, (key, value) -> putAddress(key, value, flags));
        Map<IpPrefix, Integer> prefixes = new HashMap<>();
        publicPrefixes.forEach(8, 4, (key, value) -> putPrefix(key, value, prefixes));
        publicPrefixes6.forEach(20, 4, (key, value) -> putPrefix(key, value, prefixes));
        vlanLinks = new HashMap<>();
        vlans.forEach(4, 4, (key, value) -> vlanLinks.put(MapBytes.u32(key), MapBytes.u32(value)));
        return new SteeringState(flags, prefixes, vsids.content(), readPorts());
    }

    private static void putAddress(byte[] key, byte[] value, Map<IpAddress, Integer> flags) {
        flags.put(MapBytes.address(key), MapBytes.u32(value));
    }

    private static void putPrefix(byte[] key, byte[] value, Map<IpPrefix, Integer> prefixes) {
        prefixes.put(MapBytes.prefix(key), MapBytes.u32(value));
    }

    private Map<String, PortPolicy> readPorts() {
        byte[] stands = ports.get(ONLY, MapBytes.PORTS_BYTES).orElseThrow();
        int[] untagged = new int[devices.size()];
        Map<String, PortPolicy> policies = new HashMap<>();
        for (int port = 0; port < untagged.length; port++) {
            untagged[port] = MapBytes.untaggedLink(stands, port);
            policies.put(
                    devices.get(port).name(), PortPolicy.ofLinks(untagged[port], vlansOf(port)));
        }
        if (!Arrays.equals(stands, MapBytes.ports(devices, untagged))) {
            ports(policies);
        }
        return policies;
    }

    private Map<Integer, Integer> vlansOf(int port) {
        Map<Integer, Integer> links = new HashMap<>();
        vlanLinks.forEach((key, link) -> {
            if (key >>> VLAN_BITS == port) {
                links.put(key & VLAN_MASK, link);
            }
        });
        return links;
    }
}
