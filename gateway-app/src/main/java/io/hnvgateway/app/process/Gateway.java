package io.hnvgateway.app.process;

import io.hnvgateway.app.access.AuditLog;
import io.hnvgateway.app.access.ChangeAudit;
import io.hnvgateway.app.access.LocalAudit;
import io.hnvgateway.app.api.Api;
import io.hnvgateway.app.api.ApiBackends;
import io.hnvgateway.app.api.NetworkControllerApi;
import io.hnvgateway.app.backup.BackupRequests;
import io.hnvgateway.app.bgp.TenantRouting;
import io.hnvgateway.app.bgp.TenantSpeakers;
import io.hnvgateway.app.capture.Captures;
import io.hnvgateway.app.compile.PortPlan;
import io.hnvgateway.app.compile.SnapshotCompiler;
import io.hnvgateway.app.compile.Underlay;
import io.hnvgateway.app.compile.UnderlayOptions;
import io.hnvgateway.app.control.ControlBackend;
import io.hnvgateway.app.control.ControlServer;
import io.hnvgateway.app.control.DiagnosticRequests;
import io.hnvgateway.app.control.PolicyRequests;
import io.hnvgateway.app.core.CoreInputs;
import io.hnvgateway.app.core.Drain;
import io.hnvgateway.app.core.GatewayCore;
import io.hnvgateway.app.core.Restored;
import io.hnvgateway.app.desired.DesiredStateApplier;
import io.hnvgateway.app.host.HostCheck;
import io.hnvgateway.app.host.HostNetwork;
import io.hnvgateway.app.probe.GatewayProbes;
import io.hnvgateway.app.probe.ProbedGateway;
import io.hnvgateway.app.probe.RunningProbes;
import io.hnvgateway.app.process.checkpoint.Checkpoint;
import io.hnvgateway.app.process.checkpoint.CheckpointShape;
import io.hnvgateway.app.process.checkpoint.KeptSecrets;
import io.hnvgateway.app.product.ProductVersion;
import io.hnvgateway.app.store.DrainMark;
import io.hnvgateway.app.store.FileStateStore;
import io.hnvgateway.app.store.ReadAheadStore;
import io.hnvgateway.app.store.StateStore;
import io.hnvgateway.app.supervise.Liveness;
import io.hnvgateway.app.supervise.Supervision;
import io.hnvgateway.app.telemetry.Telemetry;
import io.hnvgateway.app.tunnels.SiteToSite;
import io.hnvgateway.app.view.GatewayView;
import io.hnvgateway.dataplane.DataPath;
import io.hnvgateway.dataplane.DataPathConfig;
import io.hnvgateway.dataplane.DataPathMode;
import io.hnvgateway.dataplane.DataPathOpener;
import io.hnvgateway.dataplane.Heartbeat;
import io.hnvgateway.dataplane.cores.WorkerCore;
import io.hnvgateway.dataplane.netlink.KernelMirror;
import io.hnvgateway.dataplane.netlink.NetlinkMirror;
import io.hnvgateway.dataplane.port.DataPathPort;
import io.hnvgateway.dataplane.steering.SlowPathLimit;
import io.hnvgateway.dataplane.steering.SteeringPolicy;
import io.hnvgateway.dataplane.sys.CoreDumps;
import io.hnvgateway.dataplane.sys.DirectoryLock;
import io.hnvgateway.dataplane.sys.HostInjector;
import io.hnvgateway.dataplane.sys.SystemCallException;
import io.hnvgateway.dataplane.worker.Worker;
import io.hnvgateway.dataplane.xdp.FlowExecution;
import io.hnvgateway.dataplane.xdp.InUseException;
import io.hnvgateway.dataplane.xdp.NotNowException;
import io.hnvgateway.ipsec.connection.SpecSeal;
import io.hnvgateway.nat.NatCapacity;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.connection.ConnectionString;
import io.hnvgateway.provider.connection.Executor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running gateway on this host. Closing it stops the traffic and leaves the guard.
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final long NEIGHBOR_REFRESH_SECONDS = 20;
    private static final long PULSE_MS = 1000;
    private static final long FAREWELL_MS = 200;
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private final ConnectionString connection;
    private final StartTimes times;
    private final Supervision supervision;
    private final Undo undo = new Undo();
    private final Conductor conductor = new Conductor();

    private final StartGate gate = new StartGate();

    /// Another gateway follows at once: the XDP program is to go on meanwhile.
    private volatile boolean followed;

    private Supplier<byte[]> etagKey = () -> new byte[0];

    private volatile @Nullable Checkpoint checkpoint;

    private @Nullable AuditLog audit;

    /// What another process left is read.
    private boolean takesUp;

    /// A gateway that is yet to [#start].
    ///
    /// @param times are told in the log, once it is ready
    public Gateway(ConnectionString connection, StartTimes times, Supervision supervision) {
        this.connection = connection;
        this.times = times;
        this.supervision = supervision;
    }

    /// Starts it, once.
    ///
    /// @throws StartException with all faults, a line each; also when [#end] was called meanwhile
    public void start() throws IOException {
        try {
            CoreDumps.forbid();
            open();
            gate.started();
        } catch (IOException | RuntimeException | Error failure) {
            giveUpWhatCausedIt(failure);
            undo.close();
            if (gate.isEndAsked() && !followed) {
                connection.pinDirectory().ifPresent(DataPathOpener::stopHeartbeat);
            }
            throw failure;
        } finally {
            gate.over();
        }
    }

    /// Ends it as [#close()], from any thread and at any time: of a gateway that starts once its
    /// start has noticed, and established flows end too.
    public void end() {
        if (gate.askForEnd()) {
            close();
        }
    }

    /// The next start would come to the same fault, of the program, by the same records.
    private void giveUpWhatCausedIt(Throwable failure) {
        boolean ofTheHost =
                failure instanceof IOException
                        || failure instanceof StartException
                        || failure instanceof SystemCallException;
        if (takesUp && !ofTheHost) {
            LOG.error("event=adopted-state-given-up", failure);
            Objects.requireNonNull(checkpoint).giveUp();
        }
    }

    private void phase(String name) {
        times.end(name);
        gate.check();
    }

    private void open() throws IOException {
        undo.add(lock(connection.stateDirectory()));
        FileStateStore files = new FileStateStore(connection.stateDirectory());
        etagKey = () -> files.derivedKey("etags");
        StateStore store = undo.add(new ReadAheadStore(files));
        KernelMirror mirror = undo.add(new NetlinkMirror());
        HostNetwork host = new HostNetwork(mirror.state(), connection);
        checkHost(new HostCheck(host));
        phase("host");
        List<PortPlan> plans = Startup.ports(host);
        UnderlayOptions options = Startup.options(connection);
        Underlay underlay = SnapshotCompiler.preview(mirror.state(), plans, options);
        Checkpoint kept = undo.add(checkpoint(plans));
        checkpoint = kept;
        phase("checkpoint");
        DataPath path =
                undo.add(
                        dataPath(
                                dataPathConfig(plans, kept),
                                SnapshotCompiler.emptySteering(underlay, plans)));
        phase("data-path");
        undo.add(conductor);
        if (!path.adopted()) {
            kept.dataPathIsClean(isPinned(path));
        }
        SiteToSite sites = undo.add(sites(files));
        TenantRouting routing = undo.add(TenantSpeakers.routing(connection.runtimeDirectory()));
        takesUp = kept.adopted();
        GatewayCore core =
                core(
                        path,
                        new CoreInputs.Ports(views(path), plans, options),
                        mirror,
                        new Memories(kept, path.adopted()),
                        sites,
                        routing);
        phase("tables");
        Restored restored = core.restore();
        phase("restore");
        AuditLog told = undo.add(AuditLog.open(connection.stateDirectory()));
        audit = told;
        DesiredStateApplier applier =
                undo.add(applier(core, plans, store))
                        .tellingTakenBack(new ChangeAudit(told)::takenBack);
        Drain drain =
                new Drain(
                        new DrainMark(connection.stateDirectory()),
                        core.compiler()::drain,
                        core.events()::add);
        applier.start();
        restored = core.endIdle(restored);
        kept.alive(System.nanoTime());
        takesUp = false;
        StartReport report = StartReport.of(kept, path.whyClean(), restored);
        LOG.info(
                "event=start version={} state={} from={} reason=\"{}\" mappings={} sessions={}"
                        + " flows={} refused={} half-written={} idle={}",
                ProductVersion.own(),
                report.state(),
                report.from(),
                report.reason(),
                report.restored().mappings(),
                report.restored().sessions(),
                report.restored().flows(),
                report.refused(),
                report.restored().halfWritten(),
                report.restored().idle());
        phase("desired-state");
        SpeakerLink speakers = undo.add(new SpeakerLink(path, core, mirror));
        exchangeRoutes(core, routing);
        serve(
                core,
                path,
                plans,
                applier,
                report.summary(),
                sites,
                speakers,
                routing,
                drain,
                mirror);
    }

    /// What is learned from here on goes into snapshots; the workers need not run yet.
    private void exchangeRoutes(GatewayCore core, TenantRouting routing) {
        TenantSpeakers speakers =
                undo.add(
                        new TenantSpeakers(
                                TenantSpeakers.directory(connection.controlSocket()),
                                () -> followed,
                                routing.listener()));
        routing.serve(speakers, core.compiler()::routesChanged, core.events()::add);
        conductor.every(1, routing::eachSecond);
    }

    private static DirectoryLock lock(Path stateDirectory) throws IOException {
        Files.createDirectories(stateDirectory);
        try {
            return DirectoryLock.acquire(stateDirectory);
        } catch (IOException held) {
            throw new StartException("StateDirectory: " + held.getMessage());
        }
    }

    private Checkpoint checkpoint(List<PortPlan> plans) {
        CheckpointShape shape =
                new CheckpointShape(
                        sizes(), natCapacity(), connection.workers(), PortPlan.digest(plans));
        try {
            return Checkpoint.open(connection.runtimeDirectory(), shape, connection.randomSeed());
        } catch (IOException fault) {
            throw new StartException("RuntimeDirectory: " + fault.getMessage());
        }
    }

    private static DataPath dataPath(DataPathConfig config, SteeringPolicy policy) {
        try {
            return DataPathOpener.open(config, policy);
        } catch (InUseException | NotNowException fault) {
            throw new StartException(String.valueOf(fault.getMessage()));
        }
    }

    private boolean isPinned(DataPath path) {
        return path.choice().mode() != DataPathMode.PACKET && connection.pinDirectory().isPresent();
    }

    private void checkHost(HostCheck check) throws IOException {
        List<Fault> faults = new ArrayList<>(check.faults());
        faults.addAll(WorkerCores.faults(connection));
        if (!faults.isEmpty()) {
            throw new StartException(
                    faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
        }
        LOG.info("event=connection-string value=\"{}\"", connection);
        Set<String> forwarding = KernelSettings.forwarding(connection);
        for (Fault warning : check.warnings(Files.readString(HOST_NAME).strip(), forwarding)) {
            LOG.warn("event=connection-string-warning warning=\"{}\"", warning);
        }
    }

    private DataPathConfig dataPathConfig(List<PortPlan> plans, Checkpoint checkpoint) {
        DataPathConfig config =
                new DataPathConfig(
                                DataPathMode.valueOf(connection.dataPath().name()),
                                plans.stream()
                                        .filter(plan -> !plan.isTagged())
                                        .map(PortPlan::device)
                                        .toList(),
                                connection.workers(),
                                sizes())
                        .with(
                                new SlowPathLimit(
                                        connection.slowPathRate(), connection.slowPathBurst()));
        if (connection.executor() == Executor.XDP) {
            config =
                    config.executing(
                            new FlowExecution(
                                    checkpoint.secrets().flowSeed(), PortPlan.portsOf(plans)));
        }
        return connection.pinDirectory().isEmpty()
                ? config
                : config.pinned(
                        new DataPathConfig.Pinning(
                                connection.pinDirectory().get(),
                                checkpoint.tables(),
                                checkpoint.adopted(),
                                Duration.ofSeconds(connection.heartbeatTimeoutSeconds())));
    }

    private DataPathConfig.Sizes sizes() {
        DataPathConfig.Sizes defaults = DataPathConfig.Sizes.DEFAULT;
        return new DataPathConfig.Sizes(
                connection.frameCount(),
                connection.flowTableEntries(),
                defaults.adjacencies(),
                defaults.compartments());
    }

    private NatCapacity natCapacity() {
        return new NatCapacity(connection.sessions(), connection.sessions());
    }

    /// @param tables the data path's are the process before's
    private record Memories(Checkpoint checkpoint, boolean tables) {
        CoreInputs.Kept kept() {
            return new CoreInputs.Kept(
                    checkpoint.ledgers(), checkpoint.adopted() && tables, checkpoint.adopted());
        }
    }

    private GatewayCore core(
            DataPath path,
            CoreInputs.Ports ports,
            KernelMirror mirror,
            Memories memories,
            SiteToSite sites,
            TenantRouting routing) {
        KeptSecrets secrets = memories.checkpoint.secrets();
        sites.tellOwners(path.tunnelOwners());
        QuotaLog quotas = new QuotaLog(conductor);
        GatewayCore core =
                new GatewayCore(
                        new CoreInputs(
                                ports,
                                new CoreInputs.Memory(
                                        pools(path), path.memory(), memories.checkpoint.nat()),
                                new CoreInputs.Settings(
                                        natCapacity(),
                                        secrets.nat(),
                                        secrets.flowSeed(),
                                        System::nanoTime),
                                memories.kept(),
                                sites.surroundings(undo.add(new HostInjector())::deliver)),
                        mirror,
                        conductor,
                        new GatewayCore.Listeners(
                                order -> order.to(path.steering()),
                                quotas,
                                this::halt,
                                sites,
                                routing));
        quotas.serve(() -> core.compiler().published().get().forwarding().compartments());
        return core;
    }

    private SiteToSite sites(FileStateStore files) {
        return new SiteToSite(
                new SiteToSite.Settings(
                        connection.workers(), connection.ikeSocket(), connection.viciSocket()),
                new SpecSeal(() -> files.derivedKey("connection-seal")),
                conductor);
    }

    private static List<? extends List<? extends DataPathPort>> views(DataPath path) {
        return IntStream.range(0, path.workers()).mapToObj(path::ports).toList();
    }

    private static List<FramePool> pools(DataPath path) {
        return IntStream.range(0, path.workers()).mapToObj(path::framePool).toList();
    }

    private DesiredStateApplier applier(GatewayCore core, List<PortPlan> plans, StateStore store) {
        return new DesiredStateApplier(
                        connection,
                        () -> new KernelHostFacts(core.compiler().underlay(), plans),
                        store,
                        core.target())
                .telling(core.events()::add);
    }

    private void serve(
            GatewayCore core,
            DataPath path,
            List<PortPlan> plans,
            DesiredStateApplier applier,
            String beginning,
            SiteToSite sites,
            SpeakerLink speakers,
            TenantRouting routing,
            Drain drain,
            KernelMirror mirror)
            throws IOException {
        path.dealBy(core.nat().ownerSeed());
        path.goLive();
        phase("live");
        List<Worker> workers = workers(core, path, WorkerCores.choose(connection, plans));
        beat(path.heartbeat(), workers);
        phase("workers");
        conductor.every(1, core::eachSecond);
        Checkpoint lasting = Objects.requireNonNull(checkpoint);
        conductor.every(1, () -> lasting.alive(System.nanoTime()));
        conductor.every(1, sites::eachSecond);
        speakers.serve(workers);
        conductor.every(1, speakers::eachSecond);
        conductor.every(NEIGHBOR_REFRESH_SECONDS, core.kernelNeighbors()::refresh);
        GatewayView view =
                new GatewayView(
                        connection, core, path, plans, workers, sites, routing, drain, beginning);
        sites.serve(
                core.compiler()::routesChanged,
                (worker, command) -> workers.get(worker).send(command),
                core.events()::add);
        AuditLog told = Objects.requireNonNull(audit);
        Telemetry telemetry = telemetry(core, plans, applier, view, workers);
        ControlServer control =
                undo.add(
                        ControlServer.start(
                                connection.controlSocket(),
                                applier,
                                telemetry.view(),
                                core.events(),
                                new LocalAudit(told)));
        phase("control-socket");
        ProbedGateway probed = new ProbedGateway(connection, core, mirror, plans, workers, routing);
        GatewayProbes probes = RunningProbes.of(probed);
        Captures captures = new Captures(core);
        new DiagnosticRequests(probes, captures).serve(control.further());
        new PolicyRequests(applier, probed::ownProviderAddresses).serve(control.further());
        Management management =
                undo.add(
                        Management.start(
                                connection,
                                conductor,
                                control.further(),
                                told,
                                () ->
                                        Management.unfinished(telemetry)
                                                .with(
                                                        api(
                                                                applier,
                                                                telemetry.view(),
                                                                core,
                                                                probes,
                                                                captures))));
        new BackupRequests(applier, connection.stateDirectory(), management::access, told)
                .serve(control.further());
        LOG.info(
                "event=ready data-path={} socket={} {}",
                path.choice().mode(),
                connection.controlSocket(),
                times);
        conductor.every(1, supervision::conductorTurns);
        supervision.ready(turning(workers), "forwarding, " + path.choice().mode());
    }

    private Api api(
            DesiredStateApplier applier,
            ControlBackend view,
            GatewayCore core,
            GatewayProbes probes,
            Captures captures) {
        return new NetworkControllerApi(
                new ApiBackends(applier, view, core.events(), probes, captures, etagKey.get()));
    }

    private Telemetry telemetry(
            GatewayCore core,
            List<PortPlan> plans,
            DesiredStateApplier applier,
            GatewayView view,
            List<Worker> workers)
            throws IOException {
        Telemetry telemetry =
                undo.add(
                        Telemetry.start(
                                new Telemetry.Parts(
                                        core,
                                        view,
                                        workers,
                                        plans,
                                        connection,
                                        applier::startFault)));
        conductor.every(1, telemetry::conductorTurns);
        return telemetry;
    }

    private void beat(Heartbeat heartbeat, List<Worker> workers) {
        Pulse pulse = new Pulse(heartbeat::beat, heartbeat::stop, turning(workers));
        pulse.begin(PULSE_MS);
        undo.add(() -> pulse.end(followed));
    }

    private static List<Liveness.Turning> turning(List<Worker> workers) {
        return workers.stream()
                .map(w -> Liveness.Turning.of(w.name(), w::rounds, w::wake))
                .toList();
    }

    /// Makes the end that [#close()] brings a restart: established flows go on meanwhile.
    public void keepFlowsForNext() {
        followed = true;
    }

    /// One fails, all end: the flows of its inside addresses would have no owner.
    private List<Worker> workers(GatewayCore core, DataPath path, List<WorkerCore> cores) {
        List<Worker> workers =
                IntStream.range(0, path.workers())
                        .mapToObj(i ->
                                undo.add(
                                        new Worker(
                                                        "worker-" + i,
                                                        path.ports(i),
                                                        core.pipeline(i),
                                                        _ -> halt())
                                                .on(cores.get(i))))
                        .toList();
        core.onHandOver(worker -> workers.get(worker).wake());
        workers.forEach(Worker::start);
        undo.add(() -> endBfd(core, workers));
        return workers;
    }

    /// Peers hear that BFD ends on purpose, while there is a worker to say it: their sessions of
    /// BGP go on with the speakers.
    private static void endBfd(GatewayCore core, List<Worker> workers) {
        CountDownLatch said = new CountDownLatch(workers.size());
        for (int i = 0; i < workers.size(); i++) {
            int worker = i;
            workers.get(i)
                    .send(() -> {
                        core.pipeline(worker).endBfd();
                        said.countDown();
                    });
        }
        try {
            var _ = said.await(FAREWELL_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Ends the process at once; systemd starts it again. What this process had adopted may be what
    /// the faults come from: the next one does not.
    private void halt() {
        LOG.error("event=halt reason=too-many-internal-errors");
        Checkpoint kept = checkpoint;
        if (kept != null && kept.adopted()) {
            kept.giveUp();
        }
        Runtime.getRuntime().halt(70);
    }

    @Override
    public void close() {
        undo.close();
    }
}
