package io.hnvgateway.app.telemetry;

import io.hnvgateway.app.compile.PortPlan;
import io.hnvgateway.app.control.ControlBackend;
import io.hnvgateway.app.core.GatewayCore;
import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.dataplane.sys.ClockState;
import io.hnvgateway.dataplane.worker.Worker;
import io.hnvgateway.provider.connection.ConnectionString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything of this package that a gateway has, put together.
public final class Telemetry implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);
    private static final long USAGE_SECONDS = 10;
    private static final long STOP_SECONDS = 10;
    private static final long WORKER_PATIENCE_NS = 3_000_000_000L;

    /// A large change may hold it for seconds.
    private static final long CONDUCTOR_PATIENCE_NS = 30_000_000_000L;

    /// Some rounds may fail or take long.
    private static final long USAGE_PATIENCE_NS = 60_000_000_000L;

    private final Parts parts;
    private final UsageSources sources;
    private final UsageMeter meter;
    private final Health health;
    private final Progress workers;
    private final AtomicLong conductorTurns = new AtomicLong();
    private final TelemetryView view;
    private final EventRelay relay;
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().name("telemetry").daemon().factory());
    private @Nullable PrometheusPage page;

    /// What it is made of.
    ///
    /// @param plans by which frames come and go
    /// @param desiredStateFault why what is stored is not in force; empty: it is
    public record Parts(
            GatewayCore core,
            ControlBackend view,
            List<Worker> workers,
            List<PortPlan> plans,
            ConnectionString connection,
            Supplier<String> desiredStateFault) {
        public Parts {
            workers = List.copyOf(workers);
            plans = List.copyOf(plans);
        }
    }

    private Telemetry(Parts parts) throws IOException {
        this.parts = parts;
        sources = UsageSources.of(parts.core);
        meter = new UsageMeter(sources, parts.connection.stateDirectory(), InstantSource.system());
        workers =
                new Progress(
                        "workers",
                        parts.workers.stream().map(Telemetry::turning).toList(),
                        WORKER_PATIENCE_NS,
                        System::nanoTime);
        relay =
                new EventRelay(
                        parts.core.events(),
                        parts.connection
                                .syslogServer()
                                .map(server -> new SyslogTarget(server, hostName()))
                                .orElse(null));
        health = new Health(checks(), System::nanoTime);
        view =
                new TelemetryView(
                        parts.view,
                        sources,
                        meter,
                        health,
                        parts.core.events(),
                        new SupportParts(this::metrics));
    }

    /// Of a gateway whose workers run.
    ///
    /// @throws IOException if what was used before cannot be read
    public static Telemetry start(Parts parts) throws IOException {
        Telemetry telemetry = new Telemetry(parts);
        telemetry.every(1, telemetry.workers::look);
        telemetry.every(USAGE_SECONDS, telemetry::round);
        return telemetry;
    }

    private static Progress.Turning turning(Worker worker) {
        return new Progress.Turning(worker.name(), () -> worker.alive() ? worker.rounds() : -1);
    }

    private static String hostName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException _) {
            return "-";
        }
    }

    private List<HealthCheck> checks() {
        return List.of(
                workers,
                HealthChecks.dataPath(devices()),
                HealthCheck.of("desired-state", parts.desiredStateFault::get),
                HealthChecks.charon(parts.view),
                HealthChecks.speakers(parts.view),
                HealthChecks.store(parts.connection.stateDirectory()),
                HealthChecks.clock(
                        parts.connection.timeServers(),
                        () -> ClockState.read().synchronizedToSource()),
                HealthChecks.disk(parts.connection.stateDirectory()),
                new Progress(
                        "conductor",
                        List.of(new Progress.Turning("the conductor", conductorTurns::get)),
                        CONDUCTOR_PATIENCE_NS,
                        System::nanoTime),
                new Progress(
                        "usage",
                        List.of(new Progress.Turning("usage on disk", meter::written)),
                        USAGE_PATIENCE_NS,
                        System::nanoTime));
    }

    private Set<String> devices() {
        return parts.plans.stream().map(PortPlan::device).collect(Collectors.toSet());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it guards itself; it ends with the thread
    private void every(long seconds, Runnable task) {
        thread.scheduleWithFixedDelay(() -> guarded(task), seconds, seconds, TimeUnit.SECONDS);
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | OutOfMemoryError fault) {
            LOG.error("event=telemetry-fault", fault);
        }
    }

    private void round() {
        try {
            meter.round();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// To be called each second, on the conductor.
    public void conductorTurns() {
        conductorTurns.getAndIncrement();
    }

    /// The gateway's view with health and usage.
    public ControlBackend view() {
        return view;
    }

    public Health health() {
        return health;
    }

    /// For billing.
    public UsageMeter usage() {
        return meter;
    }

    /// Made when it is asked for first: it costs a start nothing.
    public synchronized MetricsPage metrics() {
        PrometheusPage known = page;
        if (known == null) {
            List<Figures> figures = new ArrayList<>();
            figures.add(new TenantFigures(parts.core));
            figures.add(new UsageFigures(meter, sources::compartments));
            figures.add(new ShownFigures(parts.view, this::rdids));
            figures.add(new WorkerFigures(parts.workers));
            figures.add(new GatewayFigures(parts.core, relay::unsent));
            figures.add(new StoreFigures(parts.connection.stateDirectory()));
            figures.add(health);
            known = new PrometheusPage(figures);
            page = known;
        }
        return known;
    }

    private Map<String, String> rdids() {
        return sources.compartments().stream()
                .map(Compartment::identity)
                .collect(
                        Collectors.toMap(
                                Compartment.Identity::name,
                                identity -> identity.rdid().value().toString(),
                                (one, _) -> one));
    }

    /// Writes down what was used until now.
    @Override
    public void close() {
        relay.close();
        thread.execute(() -> guarded(this::round));
        thread.shutdown();
        try {
            if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("event=telemetry-slow-to-stop");
                thread.shutdownNow();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            if (page != null) {
                page.close();
            }
        }
    }
}
