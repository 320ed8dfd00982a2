package io.hnvgateway.app.view;

import io.hnvgateway.app.bgp.TenantRouting;
import io.hnvgateway.app.compile.PortPlan;
import io.hnvgateway.app.control.ControlBackend;
import io.hnvgateway.app.control.ControlException;
import io.hnvgateway.app.control.ExplainQuery;
import io.hnvgateway.app.control.Explanation;
import io.hnvgateway.app.control.Status;
import io.hnvgateway.app.control.Topic;
import io.hnvgateway.app.core.Drain;
import io.hnvgateway.app.core.GatewayCore;
import io.hnvgateway.app.product.ProductVersion;
import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.ForwardingSnapshot;
import io.hnvgateway.dataplane.DataPath;
import io.hnvgateway.dataplane.cores.WorkerCore;
import io.hnvgateway.dataplane.worker.Worker;
import io.hnvgateway.provider.connection.ConnectionString;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers the control socket's questions. Any thread.
public final class GatewayView implements ControlBackend {

    private final ConnectionString connection;
    private final GatewayCore core;
    private final DataPath path;
    private final List<PortPlan> plans;
    private final PortRows ports;
    private final SessionRows sessions;
    private final List<Worker> workers;
    private final String beginning;
    private final TunnelStatuses statuses;
    private final TenantRouting routing;
    private final Drain drain;

    /// @param statuses what is known of tunnels beyond the tables of the data path
    /// @param beginning what it went on with when it started
    public GatewayView(
            ConnectionString connection,
            GatewayCore core,
            DataPath path,
            List<PortPlan> plans,
            List<Worker> workers,
            TunnelStatuses statuses,
            TenantRouting routing,
            Drain drain,
            String beginning) {
        this.connection = connection;
        this.core = core;
        this.path = path;
        this.workers = List.copyOf(workers);
        this.plans = List.copyOf(plans);
        ports = new PortRows(path, plans);
        sessions = new SessionRows(core, workers);
        this.statuses = statuses;
        this.routing = routing;
        this.drain = drain;
        this.beginning = beginning;
    }

    @Override
    public List<? extends Record> show(Topic topic, @Nullable String tenant)
            throws ControlException {
        if (topic.isOfBgp()) {
            return bgp(topic, speaking(tenant));
        }
        List<Compartment> selected = select(tenant);
        return switch (topic) {
            case COMPARTMENTS -> CompartmentRows.of(selected, core, sessions);
            case ROUTES -> RouteRows.of(selected, tunnels());
            case RECORDS -> RecordRows.of(selected);
            case SESSIONS -> sessions.of(selected);
            case TUNNELS -> tunnels().of(selected);
            case BGP, BGP_ROUTES, BGP_ADVERTISED -> throw new AssertionError(topic);
            case DROPS -> DropRows.of(selected, tenant == null ? core.defaultState() : null, path);
            case NEIGHBORS -> NeighborRows.of(core, plans);
            case PORTS -> ports.all();
            case USAGE, HEALTH, EVENTS, SUPPORT -> throw new AssertionError(topic); // telemetry's
        };
    }

    private List<? extends Record> bgp(Topic topic, List<BgpRows.Speaking> of) {
        return switch (topic) {
            case BGP_ROUTES -> BgpRows.routes(of, routing);
            case BGP_ADVERTISED -> BgpRows.advertised(of, routing);
            default -> BgpRows.peers(of, routing);
        };
    }

    /// The default compartment is named as any other.
    private List<BgpRows.Speaking> speaking(@Nullable String tenant) throws ControlException {
        boolean named = BgpRows.Speaking.DEFAULT.name().equalsIgnoreCase(tenant);
        List<BgpRows.Speaking> all = new ArrayList<>();
        if (tenant == null || named) {
            all.add(BgpRows.Speaking.DEFAULT);
        }
        if (!named) {
            select(tenant).forEach(compartment -> all.add(BgpRows.Speaking.of(compartment)));
        }
        return all;
    }

    @Override
    public boolean drain(boolean drained) throws ControlException {
        try {
            return drain.drain(drained);
        } catch (IOException e) {
            throw new ControlException("drain: cannot be kept: " + e + "; nothing was changed");
        }
    }

    private TunnelRows tunnels() {
        return new TunnelRows(core.compiler().connections(), statuses);
    }

    private List<Compartment> select(@Nullable String tenant) throws ControlException {
        ForwardingSnapshot snapshot = core.compiler().published().get().forwarding();
        List<Compartment> all = snapshot.compartments().stream().toList();
        if (tenant == null) {
            return all;
        }
        List<Compartment> named = all.stream().filter(c -> isNamed(c, tenant)).toList();
        if (named.isEmpty()) {
            throw new ControlException("tenant: " + tenant + ": no such compartment");
        }
        return named;
    }

    private static boolean isNamed(Compartment compartment, String tenant) {
        String rdid = compartment.identity().rdid().value().toString();
        return compartment.identity().name().equalsIgnoreCase(tenant)
                || rdid.equalsIgnoreCase(tenant.replaceAll("[{}]", ""));
    }

    @Override
    public Explanation explain(ExplainQuery query) throws ControlException {
        Compartment compartment = select(query.tenant()).getFirst();
        return new Explainer(core, compartment, tunnels()).explain(query);
    }

    @Override
    public Status status() throws ControlException {
        return new Status(
                ProductVersion.own(),
                ProcessHandle.current().pid(),
                ManagementFactory.getRuntimeMXBean().getUptime() / 1000,
                beginning,
                path.choice().mode() + ": " + path.choice().reason(),
                ports.executor(),
                workers.stream().map(GatewayView::placed).toList(),
                core.compiler().published().get().forwarding().generation(),
                select(null).size(),
                sessions.count(),
                drain.isDrained(),
                connection.vmHost().orElse(""),
                connection.gatewayVm().orElse(""),
                connection.toString());
    }

    private static String placed(Worker worker) {
        WorkerCore place = worker.place();
        String core = place.isBound() ? "core " + place.core() : "any core";
        return worker.name() + ": " + core + ": " + place.reason();
    }
}
