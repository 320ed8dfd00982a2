package io.hnvgateway.lab.golden;

import io.hnvgateway.app.compile.PortPlan;
import io.hnvgateway.app.compile.SnapshotCompiler;
import io.hnvgateway.app.compile.UnderlayOptions;
import io.hnvgateway.dataplane.DataPath;
import io.hnvgateway.dataplane.DataPathConfig;
import io.hnvgateway.dataplane.DataPathMemory;
import io.hnvgateway.dataplane.DataPathMode;
import io.hnvgateway.dataplane.DataPathOpener;
import io.hnvgateway.dataplane.guard.Guard;
import io.hnvgateway.dataplane.steering.SlowPathLimit;
import io.hnvgateway.dataplane.steering.SteeringPolicy;
import io.hnvgateway.dataplane.xdp.FlowExecution;
import io.hnvgateway.provider.connection.ConnectionString;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A data path over veth pairs as a gateway opens it, guard included. The kernel takes long to
/// verify its program, so one serves one gateway after the other, emptied in between.
public final class VethPath implements AutoCloseable {
    private static final DataPathConfig.Sizes SIZES =
            new DataPathConfig.Sizes(8192, 1 << 13, 1 << 10, 1 << 8);

    /// The program may run over frames that no worker then takes: that looks as if it were behind.
    private static final SlowPathLimit UNLIMITED = new SlowPathLimit(1_000_000_000, 1_000_000_000);

    /// What carries the frames of a case.
    public enum Carrier {
        /// The XDP program executes flows, the worker does the rest.
        XDP(DataPathMode.XDP, true),
        JAVA_OVER_XDP(DataPathMode.XDP, false),
        JAVA_OVER_PACKET(DataPathMode.PACKET, false);

        private final DataPathMode mode;
        private final boolean executes;

        Carrier(DataPathMode mode, boolean executes) {
            this.mode = mode;
            this.executes = executes;
        }
    }

    private final Carrier carrier;
    private final CaseConfig config;
    private final DataPath path;

    private VethPath(VethWire wire, CaseConfig config, Carrier carrier) {
        this.carrier = carrier;
        this.config = config;
        for (int i = 0; i < config.links().size(); i++) {
            wire.macAddress(i, config.links().get(i).macAddress().replace('-', ':'));
        }
        var dataPath = new DataPathConfig(carrier.mode, config.portNames(), SIZES).with(UNLIMITED);
        var execution = new FlowExecution(config.seed(), PortPlan.portsOf(plans(config)));
        path =
                DataPathOpener.open(
                        carrier.executes ? dataPath.executing(execution) : dataPath,
                        noTenants(config));
    }

    /// An empty one for a configuration whose links are the wire's devices.
    ///
    /// @param former serves it if its carrier and links are the same, and is closed if not
    public static VethPath of(
            @Nullable VethPath former, VethWire wire, CaseConfig config, Carrier carrier) {
        if (former != null
                && former.carrier == carrier
                && links(former.config).equals(links(config))) {
            former.empty(noTenants(config));
            return former;
        }
        if (former != null) {
            former.close();
        }
        return new VethPath(wire, config, carrier);
    }

    /// Devices, their MAC addresses, and the VLANs on them.
    static List<String> links(CaseConfig config) {
        return Stream.concat(
                        config.links().stream().map(CaseConfig.Link::macAddress),
                        plans(config).stream().map(plan -> plan.device() + "." + plan.vlan()))
                .toList();
    }

    private static List<PortPlan> plans(CaseConfig config) {
        return GatewayUnderTest.plans(
                config.portNames(), GatewayUnderTest.parse(config.connectionString()));
    }

    /// With which a gateway opens its data path.
    private static SteeringPolicy noTenants(CaseConfig config) {
        ConnectionString connection = GatewayUnderTest.parse(config.connectionString());
        List<PortPlan> plans = plans(config);
        UnderlayOptions options = GatewayUnderTest.options(connection);
        var underlay =
                SnapshotCompiler.preview(
                        new KernelFacts(config).state(config.neighbors()), plans, options);
        return SnapshotCompiler.emptySteering(underlay, plans);
    }

    private void empty(SteeringPolicy policy) {
        DataPathMemory tables = path.memory();
        path.steering().apply(policy);
        Stream.of(
                        tables.flowTable(),
                        tables.flowTable6(),
                        tables.flowCounters(),
                        tables.flowCounters6(),
                        tables.adjacencies(),
                        tables.generations())
                .forEach(memory -> memory.fill((byte) 0));
    }

    public DataPath path() {
        return path;
    }

    /// Secret of the flow table's hash, which the program was loaded with.
    public long flowSeed() {
        return config.seed();
    }

    /// The guard, which otherwise stays, goes too.
    @Override
    public void close() {
        path.close();
        Guard.detach(config.portNames());
    }
}
