package io.hnvgateway.app.compile;

import java.util.List;

/// One of the gateway's links and what it serves: an untagged port, or a VLAN on one that the
/// gateway tags itself and that the kernel knows nothing of.
///
/// @param index position in the list of links: the untagged ports come first
/// @param device the interface's name
/// @param vlan 1..4094; 0: untagged
/// @param addresses the gateway's own in that VLAN; those of an untagged port are the kernel's
public record PortPlan(
        int index,
        String device,
        boolean backEnd,
        boolean frontEnd,
        int vlan,
        List<InterfaceAddress> addresses) {

    public PortPlan {
        addresses = List.copyOf(addresses);
    }

    /// An untagged port.
    public PortPlan(int index, String device, boolean backEnd, boolean frontEnd) {
        this(index, device, backEnd, frontEnd, 0, List.of());
    }

    /// By link: the index of the port that it lies on.
    public static List<Integer> portsOf(List<PortPlan> links) {
        List<String> devices =
                links.stream().filter(link -> !link.isTagged()).map(PortPlan::device).toList();
        return links.stream().map(link -> devices.indexOf(link.device())).toList();
    }

    /// Index of the untagged port whose VLANs tenants may have: that of the first front-end link.
    public static int tenantPort(List<PortPlan> links) {
        return links.stream()
                .filter(PortPlan::frontEnd)
                .findFirst()
                .map(link -> portsOf(links).get(link.index()))
                .orElse(-1);
    }

    /// The same in every process for the same links by index.
    public static long digest(List<PortPlan> links) {
        return CanonicalDigest.of(links);
    }

    public boolean isTagged() {
        return vlan != 0;
    }

    boolean servesBoth() {
        return backEnd && frontEnd;
    }
}
