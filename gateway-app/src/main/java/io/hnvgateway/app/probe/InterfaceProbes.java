package io.hnvgateway.app.probe;

import io.hnvgateway.app.compile.InterfaceAddress;
import io.hnvgateway.app.compile.PortPlan;
import io.hnvgateway.app.compile.Underlay;
import io.hnvgateway.app.compile.Underlay.PortLink;
import io.hnvgateway.dataplane.netlink.KernelLink;
import io.hnvgateway.packet.IpAddress;
import java.util.List;
import java.util.stream.Collectors;

/// Interfaces as the connection string names them, and the gateway's own provider addresses, as the
/// kernel says now.
record InterfaceProbes(ProbedGateway gateway) {
    static final String NAME = "interface";
    static final String OWN_ADDRESS = "provider-address-present";

    /// @param hosts of no meaning here
    List<ProbeResult> interfaces(List<IpAddress> hosts) {
        return gateway.plans().stream().filter(this::isNamed).map(this::look).toList();
    }

    /// Not so the port that only carries tagged links.
    private boolean isNamed(PortPlan plan) {
        return plan.backEnd() || plan.frontEnd();
    }

    private ProbeResult look(PortPlan plan) {
        String name = ProbedGateway.name(plan);
        KernelLink link = gateway.kernel().link(plan.device()).orElse(null);
        if (link == null) {
            return ProbeResult.failed(
                    NAME,
                    name,
                    "there is no interface %s any more; the gateway must be started again once it is back"
                            .formatted(plan.device()));
        }
        if (!link.up()) {
            return ProbeResult.failed(
                    NAME,
                    name,
                    "is down or has no carrier: set it up (ip link set %s up), look at cable and switch port"
                            .formatted(plan.device()));
        }
        PortLink described = gateway.underlay().links().get(plan.index());
        List<InterfaceAddress> addresses = described == null ? List.of() : described.addresses();
        if (addresses.isEmpty() && plan.backEnd()) {
            return ProbeResult.failed(NAME, name, "has no address on the provider network");
        }
        return ProbeResult.passed(
                NAME, name, "up, MTU %d, %s".formatted(link.mtuBytes(), text(addresses)));
    }

    private static String text(List<InterfaceAddress> addresses) {
        return addresses.isEmpty()
                ? "no address"
                : addresses.stream()
                        .map(at -> at.address().toString())
                        .collect(Collectors.joining(", "));
    }

    /// @param hosts of no meaning here
    List<ProbeResult> providerAddresses(List<IpAddress> hosts) {
        Underlay underlay = gateway.underlay();
        return underlay.providerAddresses().stream().sorted().map(this::present).toList();
    }

    private ProbeResult present(IpAddress own) {
        return gateway.providerWays().stream()
                .filter(way -> way.own().equals(own))
                .findFirst()
                .map(way ->
                        ProbeResult.passed(
                                OWN_ADDRESS,
                                own.toString(),
                                "on " + ProbedGateway.name(way.plan())))
                .orElseGet(() ->
                        ProbeResult.failed(
                                OWN_ADDRESS,
                                own.toString(),
                                "no back-end interface has it: add it (ip address add), or correct ProviderAddress"));
    }
}
