package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.steering.MapDifference;
import io.hnvgateway.dataplane.steering.PortPolicy;
import io.hnvgateway.dataplane.steering.Steering;
import io.hnvgateway.dataplane.steering.SteeringChange;
import io.hnvgateway.dataplane.steering.SteeringState;
import io.hnvgateway.dataplane.steering.SteeringTables;
import io.hnvgateway.dataplane.steering.VsidArray;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Steering by the XDP program's maps; each change writes only what differs.
public final class XdpSteering implements Steering {
    private static final PortPolicy NO_ROLE = PortPolicy.of();

    private final SteeringState state = new SteeringState();
    private final Maps maps;
    private boolean portsWritten;

    /// @param devices in the order of the port indexes
    public XdpSteering(
            XdpProgram program, List<NetDevice> devices, MemorySegment vsidCompartments) {
        maps = new Maps(program, devices, new VsidArray(vsidCompartments));
    }

    @Override
    public void apply(SteeringChange change) {
        state.apply(change, maps);
        if (!portsWritten && change.ports() == null) {
            maps.ports(Map.of());
        }
        portsWritten = true;
    }

    @Override
    public SteeringState state() {
        return state;
    }

    /// The maps as tables.
    private static final class Maps implements SteeringTables {
        private final List<NetDevice> devices;
        private final VsidArray vsids;
        private final BpfMap ports;
        private final BpfMap addresses;
        private final BpfMap addresses6;
        private final BpfMap publicPrefixes;
        private final BpfMap publicPrefixes6;
        private final BpfMap vlans;
        private Map<Integer, Integer> vlanLinks = Map.of();

        Maps(XdpProgram program, List<NetDevice> devices, VsidArray vsids) {
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
                        .forEach((vlan, link) -> links.put(port << 12 | vlan, link));
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
            ports.put(MapBytes.u32(0), MapBytes.ports(devices, untagged));
        }
    }
}
