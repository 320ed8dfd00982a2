package io.hnvgateway.app.probe;

import io.hnvgateway.app.pipeline.Echo;
import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.LookupRecord;
import io.hnvgateway.packet.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// NVGRE there and back: VMs at each host are asked by ICMP echo from the gateway's own address in
/// their network, by a worker, as all packets to them go; the answer comes back through the host's
/// policy for this gateway.
record VmProbes(ProbedGateway gateway) {
    static final String NAME = "nvgre-round-trip";

    /// VMs asked at one host: a guest's firewall may refuse ping.
    private static final int VMS = 3;

    private static final int TRIES = 8;
    private static final int TRY_MS = 300;
    private static final int LOOK_MS = 5;

    /// A VM that is asked.
    private record Asked(String name, IpAddress own, IpAddress vm, Echo echo) {}

    /// A VM that can be.
    private record Vm(Compartment compartment, LookupRecord lookup, IpAddress address) {
        String name() {
            return compartment.identity().name() + "/" + lookup.name() + " (" + address + ")";
        }

        @Nullable IpAddress own() {
            return compartment
                    .topology()
                    .interfaces()
                    .addressFacing(lookup.vsid().value(), !address.isIpv4());
        }
    }

    List<ProbeResult> results(List<IpAddress> hosts) throws InterruptedException {
        if (hosts.isEmpty()) {
            return List.of(ProbeResult.skipped(NAME, "", "there is no lookup record"));
        }
        List<List<Asked>> all = new ArrayList<>();
        List<Asked> each = new ArrayList<>();
        try {
            for (IpAddress host : hosts) {
                List<Asked> there =
                        vms(host).stream()
                                .map(this::open)
                                .filter(Objects::nonNull)
                                .map(Objects::requireNonNull)
                                .toList();
                all.add(there);
                each.addAll(there);
            }
            ask(all);
            List<ProbeResult> results = new ArrayList<>();
            for (int i = 0; i < hosts.size(); i++) {
                results.add(result(hosts.get(i), all.get(i)));
            }
            return results;
        } finally {
            each.forEach(asked -> gateway.core().echoes().close(asked.echo));
        }
    }

    private List<Vm> vms(IpAddress host) {
        List<Vm> vms = new ArrayList<>();
        gateway.forEachRecord((compartment, lookup) -> {
            IpAddress address = lookup.customerAddress();
            boolean there = lookup.providerAddress().equals(host) && lookup.namesCustomerAddress();
            if (there && address != null && lookup.rule() == LookupRecord.Rule.ENCAPSULATION) {
                Vm vm = new Vm(compartment, lookup, address);
                if (vm.own() != null) {
                    vms.add(vm);
                }
            }
            return vms.size() < VMS;
        });
        return vms;
    }

    private @Nullable Asked open(Vm vm) {
        IpAddress own = vm.own();
        Echo echo =
                own == null
                        ? null
                        : gateway.core().echoes().open(vm.compartment.index(), own, vm.address);
        return echo == null || own == null ? null : new Asked(vm.name(), own, vm.address, echo);
    }

    /// Until at each host one has answered, or none may any more.
    private void ask(List<List<Asked>> hosts) throws InterruptedException {
        for (int attempt = 0; attempt < TRIES && anyIsSilent(hosts); attempt++) {
            hosts.stream().filter(VmProbes::isSilent).flatMap(List::stream).forEach(this::send);
            long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TRY_MS);
            while (System.nanoTime() < endNs && anyIsSilent(hosts)) {
                Thread.sleep(LOOK_MS);
            }
        }
    }

    private void send(Asked asked) {
        var _ =
                gateway.workers()
                        .getFirst()
                        .send(() -> gateway.core().pipeline().ask(asked.echo, System.nanoTime()));
    }

    private static boolean anyIsSilent(List<List<Asked>> hosts) {
        return hosts.stream().anyMatch(VmProbes::isSilent);
    }

    /// One without a VM that can be asked is not.
    private static boolean isSilent(List<Asked> host) {
        return !host.isEmpty() && host.stream().allMatch(a -> a.echo.answeredNs() == 0);
    }

    private static ProbeResult result(IpAddress host, List<Asked> asked) {
        String target = host.toString();
        if (asked.isEmpty()) {
            return ProbeResult.skipped(
                    NAME,
                    target,
                    "no lookup record names a VM there in a network where the gateway has an address");
        }
        for (Asked one : asked) {
            if (one.echo.answeredNs() != 0) {
                return ProbeResult.passed(
                        NAME, target, "%s answered %s".formatted(one.name, one.own));
            }
        }
        String all = asked.stream().map(Asked::name).collect(Collectors.joining(", "));
        return ProbeResult.failed(
                NAME,
                target,
                "no answer through NVGRE from %s: are these VMs up and do they answer ping; has the host the lookup record of the gateway (hnvctl export host-policy)?"
                        .formatted(all));
    }
}
