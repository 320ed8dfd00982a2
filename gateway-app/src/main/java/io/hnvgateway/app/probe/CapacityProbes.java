package io.hnvgateway.app.probe;

import io.hnvgateway.app.core.GatewayCore;
import io.hnvgateway.dataplane.DataPathConfig;
import io.hnvgateway.nat.NatPolicy;
import io.hnvgateway.nat.NatSnapshot;
import io.hnvgateway.nat.Quota;
import io.hnvgateway.packet.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What room is left for more tenants and their traffic.
record CapacityProbes(ProbedGateway gateway) {
    static final String NAME = "free-capacity";

    /// What is fuller than that has no room for one more tenant.
    private static final int MOST_PERCENT = 90;

    /// A log and a snapshot need that.
    private static final long LEAST_DISK_BYTES = 256L << 20;

    /// Ports of a public address that NAT gives out (1024..65535).
    private static final long PORTS = 64_512;

    /// @param hosts of no meaning here
    List<ProbeResult> results(List<IpAddress> hosts) throws IOException {
        GatewayCore core = gateway.core();
        long networks = gateway.compartments().count();
        return List.of(
                of("networks", networks, mostNetworks()),
                of("sessions", used(Quota.SESSIONS), gateway.connection().sessions()),
                of("flows", core.flows().live(), core.flows().capacity()),
                natPorts(),
                heap(),
                disk());
    }

    private long mostNetworks() {
        return Math.min(
                gateway.connection().maxVmNetworks().orElse(Integer.MAX_VALUE),
                DataPathConfig.Sizes.DEFAULT.compartments() - 1);
    }

    private long used(Quota what) {
        GatewayCore core = gateway.core();
        return gateway.compartments().mapToLong(c -> core.nat().used(c.index(), what)).sum();
    }

    private ProbeResult natPorts() {
        NatSnapshot nat = gateway.core().compiler().published().get().nat();
        long addresses =
                gateway.compartments()
                        .flatMapToInt(c -> addresses(nat.policy(c.index())))
                        .distinct()
                        .count();
        return addresses == 0
                ? ProbeResult.skipped(NAME, "nat-ports", "no network has a public address for NAT")
                : of("nat-ports", used(Quota.PORTS), addresses * PORTS);
    }

    private static IntStream addresses(@Nullable NatPolicy policy) {
        return policy == null ? IntStream.empty() : IntStream.of(policy.publicAddresses());
    }

    private static ProbeResult heap() {
        Runtime vm = Runtime.getRuntime();
        return of("heap-mib", (vm.totalMemory() - vm.freeMemory()) >> 20, vm.maxMemory() >> 20);
    }

    private ProbeResult disk() throws IOException {
        long free = Files.getFileStore(gateway.connection().stateDirectory()).getUsableSpace();
        String text = "%d MiB free for the state directory".formatted(free >> 20);
        return free < LEAST_DISK_BYTES
                ? ProbeResult.failed(
                        NAME,
                        "disk",
                        text + ", fewer than %d: make room".formatted(LEAST_DISK_BYTES >> 20))
                : ProbeResult.passed(NAME, "disk", text);
    }

    private static ProbeResult of(String what, long used, long all) {
        long percent = all == 0 ? 100 : used * 100 / all;
        String text = "%,d of %,d in use (%d %%)".formatted(used, all, percent);
        return percent > MOST_PERCENT
                ? ProbeResult.failed(
                        NAME,
                        what,
                        text + ": move tenants to another gateway, or give it more room")
                : ProbeResult.passed(NAME, what, text);
    }
}
