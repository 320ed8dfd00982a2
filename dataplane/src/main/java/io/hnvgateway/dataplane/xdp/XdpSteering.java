package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.steering.MapDifference;
import io.hnvgateway.dataplane.steering.PortPolicy;
import io.hnvgateway.dataplane.steering.PortRole;
import io.hnvgateway.dataplane.steering.Steering;
import io.hnvgateway.dataplane.steering.SteeringPolicy;
import io.hnvgateway.dataplane.steering.VsidArray;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.packet.Ipv4Prefix;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Steering by the XDP program's maps; each change writes only what differs.
public final class XdpSteering implements Steering {
    private static final HexFormat HEX = HexFormat.of();

    private final List<NetDevice> devices;
    private final BpfMap ports;
    private final BpfMap addresses;
    private final BpfMap addresses6;
    private final BpfMap publicPrefixes;
    private final BpfMap hostVlans;
    private final VsidArray vsids;
    private SteeringPolicy current = SteeringPolicy.EMPTY;
    private boolean portsWritten;

    /// @param devices in the order of the port indexes
    public XdpSteering(
            XdpProgram program, List<NetDevice> devices, MemorySegment vsidCompartments) {
        this.devices = List.copyOf(devices);
        ports = program.map("ports");
        addresses = program.map("addresses");
        addresses6 = program.map("addresses6");
        publicPrefixes = program.map("public_prefixes");
        hostVlans = program.map("host_vlans");
        vsids = new VsidArray(vsidCompartments);
    }

    @Override
    public void apply(SteeringPolicy policy) {
        vsids.apply(current.vsidCompartments(), policy.vsidCompartments());
        applyAddresses(policy);
        MapDifference.apply(
                prefixes(current),
                prefixes(policy),
                (prefix, _) -> publicPrefixes.put(MapBytes.prefix(prefix), MapBytes.ONE),
                prefix -> publicPrefixes.remove(MapBytes.prefix(prefix)));
        MapDifference.apply(
                vlans(current),
                vlans(policy),
                (key, _) -> hostVlans.put(MapBytes.u32(key), MapBytes.ONE),
                key -> hostVlans.remove(MapBytes.u32(key)));
        applyPorts(policy);
        current = policy;
    }

    private void applyAddresses(SteeringPolicy policy) {
        MapDifference.apply(
                current.addressFlags(),
                policy.addressFlags(),
                (address, flags) -> addresses.put(MapBytes.address(address), MapBytes.u32(flags)),
                address -> addresses.remove(MapBytes.address(address)));
        MapDifference.apply(
                ipv6(current),
                ipv6(policy),
                (hex, _) -> addresses6.put(HEX.parseHex(hex), MapBytes.ONE),
                hex -> addresses6.remove(HEX.parseHex(hex)));
    }

    private void applyPorts(SteeringPolicy policy) {
        if (portsWritten && policy.ports().equals(current.ports())) {
            return;
        }
        for (int index = 0; index < devices.size(); index++) {
            NetDevice device = devices.get(index);
            @Nullable PortPolicy of = policy.ports().get(device.name());
            int roles = of == null ? 0 : PortRole.bits(of.roles());
            ports.put(MapBytes.u32(device.index()), MapBytes.port(index, roles, device));
        }
        portsWritten = true;
    }

    private static Map<String, Integer> ipv6(SteeringPolicy policy) {
        return policy.hostAddresses().stream()
                .filter(Inet6Address.class::isInstance)
                .map(a -> HEX.formatHex(a.getAddress()))
                .distinct()
                .collect(Collectors.toMap(a -> a, _ -> 1));
    }

    private static Map<Ipv4Prefix, Integer> prefixes(SteeringPolicy policy) {
        return policy.publicPrefixes().stream().collect(Collectors.toMap(p -> p, _ -> 1));
    }

    private Map<Integer, Integer> vlans(SteeringPolicy policy) {
        Map<Integer, Integer> keys = new HashMap<>();
        for (int index = 0; index < devices.size(); index++) {
            @Nullable PortPolicy of = policy.ports().get(devices.get(index).name());
            if (of != null) {
                for (int vlan : of.hostVlans()) {
                    keys.put(index << 12 | vlan, 1);
                }
            }
        }
        return keys;
    }

    @Override
    public SteeringPolicy current() {
        return current;
    }
}
