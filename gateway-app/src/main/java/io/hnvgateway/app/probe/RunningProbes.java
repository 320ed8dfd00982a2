package io.hnvgateway.app.probe;

import io.hnvgateway.app.desired.Convert;
import io.hnvgateway.provider.value.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// The probes of a running gateway, all at once, each on a thread of its own: sockets of the kernel
/// block theirs. One run at a time, for what it sends is bounded.
public final class RunningProbes implements GatewayProbes {
    /// Hosts that a run looks at.
    static final int MOST_HOSTS = 16;

    private static final String NAME = "probes";

    private final List<Probe> probes;
    private final Supplier<List<io.hnvgateway.packet.IpAddress>> someHosts;
    private final long limitNs;
    private final Semaphore turn = new Semaphore(1);

    /// The probes of a gateway.
    public static RunningProbes of(ProbedGateway gateway) {
        HostProbes hosts = new HostProbes(gateway);
        return new RunningProbes(
                List.of(
                        new Probe(InterfaceProbes.NAME, new InterfaceProbes(gateway)::interfaces),
                        new Probe(
                                InterfaceProbes.OWN_ADDRESS,
                                new InterfaceProbes(gateway)::providerAddresses),
                        new Probe(HostProbes.REACHABLE, hosts::results),
                        new Probe(VmProbes.NAME, new VmProbes(gateway)::results),
                        new Probe(NextHopProbe.NAME, new NextHopProbe(gateway)::results),
                        new Probe(IkeProbe.NAME, new IkeProbe(gateway)::results),
                        new Probe(SpeakerProbe.NAME, new SpeakerProbe(gateway)::results),
                        new Probe(ClockProbe.NAME, new ClockProbe()::results),
                        new Probe(CapacityProbes.NAME, new CapacityProbes(gateway)::results)),
                new SomeHosts(gateway)::get,
                Duration.ofSeconds(9));
    }

    /// @param someHosts those to look at when none is named
    RunningProbes(
            List<Probe> probes,
            Supplier<List<io.hnvgateway.packet.IpAddress>> someHosts,
            Duration limit) {
        this.probes = List.copyOf(probes);
        this.someHosts = someHosts;
        this.limitNs = limit.toNanos();
    }

    @Override
    public List<ProbeResult> run(List<IpAddress> hosts) {
        if (!turn.tryAcquire()) {
            return List.of(
                    ProbeResult.failed(NAME, "", "another run is under way; try again in 10 s"));
        }
        try {
            return all(hosts);
        } finally {
            turn.release();
        }
    }

    private List<ProbeResult> all(List<IpAddress> named) {
        long endNs = System.nanoTime() + limitNs;
        List<ProbeResult> results = new ArrayList<>();
        List<io.hnvgateway.packet.IpAddress> hosts =
                named.isEmpty()
                        ? someHosts.get()
                        : named.stream().map(Convert::address).distinct().toList();
        for (var left : hosts.subList(Math.min(MOST_HOSTS, hosts.size()), hosts.size())) {
            results.add(
                    ProbeResult.skipped(
                            HostProbes.REACHABLE,
                            left.toString(),
                            "only %d hosts are probed in one run".formatted(MOST_HOSTS)));
        }
        List<FutureTask<List<ProbeResult>>> tasks =
                probes.stream()
                        .map(probe -> begin(probe, hosts.stream().limit(MOST_HOSTS).toList()))
                        .toList();
        for (int i = 0; i < tasks.size(); i++) {
            results.addAll(await(probes.get(i).name(), tasks.get(i), endNs));
        }
        return results;
    }

    private static FutureTask<List<ProbeResult>> begin(
            Probe probe, List<io.hnvgateway.packet.IpAddress> hosts) {
        FutureTask<List<ProbeResult>> task = new FutureTask<>(() -> probe.work().results(hosts));
        Thread.ofPlatform().daemon().name("probe-" + probe.name()).start(task);
        return task;
    }

    private static List<ProbeResult> await(
            String name, Future<List<ProbeResult>> task, long endNs) {
        try {
            return task.get(Math.max(0, endNs - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException fault) {
            Throwable why = fault.getCause();
            String said = why == null ? null : why.getMessage();
            return List.of(ProbeResult.failed(name, "", said == null ? String.valueOf(why) : said));
        } catch (TimeoutException _) {
            task.cancel(true);
            return List.of(ProbeResult.failed(name, "", "did not end in time"));
        } catch (InterruptedException _) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            return List.of(ProbeResult.failed(name, "", "was interrupted"));
        }
    }
}
