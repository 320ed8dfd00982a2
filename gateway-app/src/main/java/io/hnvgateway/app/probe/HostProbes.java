package io.hnvgateway.app.probe;

import io.hnvgateway.app.probe.ProbedGateway.Way;
import io.hnvgateway.compartments.LookupRecord;
import io.hnvgateway.dataplane.netlink.KernelNeighbor;
import io.hnvgateway.dataplane.sys.EchoSocket;
import io.hnvgateway.packet.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/// Hosts on the provider network: by ICMP echo of the kernel's from the gateway's provider address,
/// first a small one, then with DF whatever passes.
record HostProbes(ProbedGateway gateway) {
    static final String REACHABLE = "provider-address-reachable";
    static final String MTU = "path-mtu";

    private static final int TRIES = 4;
    private static final int TRY_MS = 300;
    private static final int SMALL_BYTES = 84;

    /// What NVGRE puts around a tenant's packet: IP, GRE, Ethernet.
    private static final int OVERHEAD_BYTES = 42;

    private static final int OVERHEAD_BYTES_6 = 62;

    List<ProbeResult> results(List<IpAddress> hosts) throws InterruptedException {
        if (hosts.isEmpty()) {
            return List.of(
                    ProbeResult.skipped(
                            REACHABLE, "", "no host was named, and no lookup record names one"));
        }
        List<List<ProbeResult>> all = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (IpAddress host : hosts) {
            List<ProbeResult> own = new ArrayList<>();
            all.add(own);
            threads.add(
                    Thread.ofPlatform()
                            .daemon()
                            .name("probe-" + host)
                            .start(() -> own.addAll(results(host))));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return all.stream().flatMap(List::stream).toList();
    }

    private List<ProbeResult> results(IpAddress host) {
        Optional<Way> way =
                gateway.providerWays().stream()
                        .filter(w -> w.own().isIpv4() == host.isIpv4())
                        .findFirst();
        if (way.isEmpty()) {
            return List.of(
                    failed(
                            host,
                            "the gateway has no provider address of its family; see ProviderAddress"));
        }
        if (way.get().plan().isTagged()) {
            return List.of(
                    ProbeResult.skipped(
                            REACHABLE,
                            host.toString(),
                            "the gateway tags %s itself, so the host's kernel has no way there"
                                    .formatted(ProbedGateway.name(way.get().plan()))));
        }
        int identifier = ThreadLocalRandom.current().nextInt(1 << 16);
        try (EchoSocket socket =
                new EchoSocket(way.get().plan().device(), way.get().own(), host, identifier)) {
            return results(host, way.get(), new Asked(socket));
        } catch (RuntimeException fault) {
            return List.of(failed(host, "cannot be asked: " + fault.getMessage()));
        }
    }

    private static ProbeResult failed(IpAddress host, String detail) {
        return ProbeResult.failed(REACHABLE, host.toString(), detail);
    }

    private List<ProbeResult> results(IpAddress host, Way way, Asked asked) {
        long beganNs = System.nanoTime();
        if (!asked.answers()) {
            return List.of(
                    failed(host, silent(host, way)),
                    ProbeResult.skipped(MTU, host.toString(), "the host does not answer"));
        }
        double ms = (System.nanoTime() - beganNs) / 1e6;
        int most = Math.max(SMALL_BYTES, way.link().mtuBytes());
        int passes = new PathMtu(asked).find(SMALL_BYTES, most);
        return List.of(
                ProbeResult.passed(
                        REACHABLE,
                        host.toString(),
                        "answers ICMP echo to %s in %.1f ms".formatted(way.own(), ms)),
                judged(host, way, passes));
    }

    private String silent(IpAddress host, Way way) {
        String known =
                gateway.kernel()
                        .neighbor(way.link().interfaceIndex(), host)
                        .map(KernelNeighbor::state)
                        .map(state ->
                                state.usable()
                                        ? "its MAC address is known (%s); does its firewall permit ICMP echo?"
                                                .formatted(state)
                                        : "nobody has its MAC address (%s): is the host up, and on this network?"
                                                .formatted(state))
                        .orElse("is the host up, is there a route, does its firewall permit it?");
        return "no answer to ICMP echo from %s over %s: %s"
                .formatted(way.own(), ProbedGateway.name(way.plan()), known);
    }

    /// What passes against what the interface takes, and what tenants' packets need.
    private ProbeResult judged(IpAddress host, Way way, int passes) {
        int overhead = host.isIpv4() ? OVERHEAD_BYTES : OVERHEAD_BYTES_6;
        int mtu = way.link().mtuBytes();
        int needed = Math.min(mtu, largestInner(host).orElse(mtu - overhead) + overhead);
        String tenants = "tenants' packets of up to %d bytes fit".formatted(passes - overhead);
        if (passes >= mtu) {
            return ProbeResult.passed(
                    MTU,
                    host.toString(),
                    "%d bytes pass with DF, as many as %s takes: %s"
                            .formatted(passes, way.plan().device(), tenants));
        }
        if (passes >= needed) {
            return ProbeResult.passed(
                    MTU,
                    host.toString(),
                    "%d bytes pass with DF, fewer than the %d of %s, but %s, and no network has larger ones"
                            .formatted(passes, mtu, way.plan().device(), tenants));
        }
        return ProbeResult.failed(
                MTU,
                host.toString(),
                "only %d bytes pass with DF, but %s has MTU %d, and up to %d are sent (%d of a tenant's packet, %d around it): raise the MTU on the way, or set that of %s to %d"
                        .formatted(
                                passes,
                                way.plan().device(),
                                mtu,
                                needed,
                                needed - overhead,
                                overhead,
                                way.plan().device(),
                                passes));
    }

    /// The largest packet that a tenant may send to a VM at a host.
    private OptionalInt largestInner(IpAddress host) {
        AtomicInteger largest = new AtomicInteger(-1);
        gateway.forEachRecord((compartment, lookup) -> {
            if (lookup.providerAddress().equals(host)
                    && lookup.rule() == LookupRecord.Rule.ENCAPSULATION) {
                largest.accumulateAndGet(gateway.mtuBytes(compartment, lookup), Math::max);
            }
            return true;
        });
        return largest.get() <= 0 ? OptionalInt.empty() : OptionalInt.of(largest.get());
    }

    /// A host that is asked by the kernel.
    private record Asked(EchoSocket socket) implements PathMtu.Wire {
        /// Sequence numbers of [PathMtu] lie below.
        private static final int FIRST = 0xf000;

        boolean answers() {
            for (int attempt = 0; attempt < TRIES; attempt++) {
                socket.send(FIRST + attempt, SMALL_BYTES);
                int[] answers = {0};
                hear(1, _ -> answers[0]++);
                if (answers[0] > 0) {
                    return true;
                }
            }
            return false;
        }

        /// Another errno than that of a size, as of an error that came back: it may pass all the
        /// same.
        @Override
        public boolean send(int sequence, int ipBytes) {
            int result = socket.send(sequence, ipBytes);
            return result != EchoSocket.TOO_BIG
                    && (result == 0 || socket.send(sequence, ipBytes) == 0);
        }

        @Override
        public void hear(int expected, IntConsumer answered) {
            long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TRY_MS);
            int left = expected;
            long restMs = TRY_MS;
            while (left > 0 && restMs > 0) {
                OptionalInt heard = socket.awaitReply((int) restMs);
                if (heard.isPresent()) {
                    answered.accept(heard.getAsInt());
                    left--;
                }
                restMs = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime());
            }
        }
    }
}
