package io.hnvgateway.app.view;

import io.hnvgateway.app.bgp.TenantRouting;
import io.hnvgateway.app.compile.PortPlan;
import io.hnvgateway.app.control.ControlBackend;
import io.hnvgateway.app.control.ControlException;
import io.hnvgateway.app.control.ExplainQuery;
import io.hnvgateway.app.control.Explanation;
import io.hnvgateway.app.control.Status;
import io.hnvgateway.app.control.Topic;
import io.hnvgateway.app.core.GatewayCore;
import io.hnvgateway.app.product.ProductVersion;
import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.ForwardingSnapshot;
import io.hnvgateway.dataplane.DataPath;
import io.hnvgateway.dataplane.cores.WorkerCore;
import io.hnvgateway.dataplane.worker.Worker;
import io.hnvgateway.provider.connection.ConnectionString;
import java.lang.management.ManagementFactory;
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
        this.beginning = beginning;
    }

    @Override
    public List<? extends Record> show(Topic topic, @Nullable String tenant)
            throws ControlException {
        List<Compartment> selected = select(tenant);
        return switch (topic) {
            case COMPARTMENTS -> CompartmentRows.of(selected, core, sessions);
            case ROUTES -> RouteRows.of(selected, tunnels());
            case RECORDS -> RecordRows.of(selected);
            case SESSIONS -> sessions.of(selected);
            case TUNNELS -> tunnels().of(selected);
            case BGP -> BgpRows.peers(selected, routing);
            case BGP_ROUTES -> BgpRows.routes(selected, routing);
            case BGP_ADVERTISED -> BgpRows.advertised(selected, routing);
            case DROPS -> DropRows.of(selected, tenant == null ? core.defaultState() : null, path);
            case NEIGHBORS -> NeighborRows.of(core, plans);
            case PORTS -> ports.all();
        };
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
                connection.toString());
    }

    private static String placed(Worker worker) {
        WorkerCore place = worker.place();
        String core = place.isBound() ? "core " + place.core() : "any core";
        return worker.name() + ": " + core + ": " + place.reason();
    }
}
