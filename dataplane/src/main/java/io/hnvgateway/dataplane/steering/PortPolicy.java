package io.hnvgateway.dataplane.steering;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The policy of one port. A VLAN that is both the gateway's and the host's is the gateway's.
///
/// @param roles of untagged frames
/// @param gatewayVlans links that the gateway tags itself and the kernel does not know: their roles
///   by VLAN identifier 1..4094
/// @param hostVlans VLAN identifiers 1..4094 whose tagged frames are the host's
public record PortPolicy(
        Set<PortRole> roles, Map<Integer, Set<PortRole>> gatewayVlans, Set<Integer> hostVlans) {
    static final int GATEWAY_VLAN = 4;
    static final int HOST_VLAN = 8;
    private static final int LAST_VLAN = 4094;

    public PortPolicy {
        roles = Set.copyOf(roles);
        gatewayVlans = Map.copyOf(gatewayVlans);
        hostVlans = Set.copyOf(hostVlans);
        gatewayVlans.keySet().forEach(vlan -> check("gatewayVlans", vlan));
        hostVlans.forEach(vlan -> check("hostVlans", vlan));
    }

    private static void check(String where, int vlan) {
        if (vlan < 1 || vlan > LAST_VLAN) {
            throw new IllegalArgumentException(where + ": " + vlan + ": must be 1.." + LAST_VLAN);
        }
    }

    /// A port without VLANs.
    public static PortPolicy of(PortRole... roles) {
        return new PortPolicy(Set.of(roles), Map.of(), Set.of());
    }

    /// The policy that makes these links.
    ///
    /// @param untagged `LINK_*` of untagged frames
    /// @param vlans `LINK_*` by VLAN identifier
    public static PortPolicy ofLinks(int untagged, Map<Integer, Integer> vlans) {
        Map<Integer, Set<PortRole>> gatewayVlans = new HashMap<>();
        Set<Integer> hostVlans = new HashSet<>();
        vlans.forEach((vlan, link) -> {
            if ((link & GATEWAY_VLAN) != 0) {
                gatewayVlans.put(vlan, PortRole.rolesOf(link));
            } else {
                hostVlans.add(vlan);
            }
        });
        return new PortPolicy(PortRole.rolesOf(untagged), gatewayVlans, hostVlans);
    }

    /// What untagged frames come by: `LINK_*` of `steering.h`.
    public int untaggedLink() {
        return PortRole.bits(roles);
    }

    /// What the frames of each VLAN come by: `LINK_*` by VLAN identifier.
    public Map<Integer, Integer> vlanLinks() {
        Map<Integer, Integer> links = new HashMap<>();
        hostVlans.forEach(vlan -> links.put(vlan, HOST_VLAN));
        gatewayVlans.forEach((vlan, of) -> links.put(vlan, PortRole.bits(of) | GATEWAY_VLAN));
        return links;
    }
}
