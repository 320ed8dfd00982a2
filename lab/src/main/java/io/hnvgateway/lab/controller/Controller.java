package io.hnvgateway.lab.controller;

import io.hnvgateway.lab.controller.Inventory.GatewayEntry;
import io.hnvgateway.lab.controller.Inventory.Machine;
import io.hnvgateway.lab.controller.Inventory.Move;
import io.hnvgateway.lab.controller.Inventory.Step;
import io.hnvgateway.lab.controller.Inventory.Tenant;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.connection.ConnectionString;
import io.hnvgateway.provider.policy.HostPolicy;
import io.hnvgateway.provider.policy.PolicyRecord;
import io.hnvgateway.provider.policy.PolicyRoute;
import io.hnvgateway.provider.resource.Annotations;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.Gateway;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.TopLevelResource;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.spi.DriftReport;
import io.hnvgateway.provider.spi.GatewaySession;
import io.hnvgateway.provider.spi.RepairReport;
import io.hnvgateway.provider.spi.ResourceChange;
import io.hnvgateway.provider.spi.ResourceType;
import io.hnvgateway.provider.spi.Scope;
import io.hnvgateway.provider.value.IpAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/// Makes gateways do what the inventory says. One thread at a time.
public final class Controller {
    /// A gateway's own settings are its operator's.
    private static final Scope TENANTS = reference -> !reference.isIn("gateways");

    private final InventoryFile file;
    private final Function<GatewayEntry, GatewaySession> sessions;
    private final HostPolicies hosts;
    private final Consumer<String> said;

    /// @param sessions of a gateway; they stay whose they are
    /// @param said takes a line for each thing that was done
    public Controller(
            InventoryFile file,
            Function<GatewayEntry, GatewaySession> sessions,
            HostPolicies hosts,
            Consumer<String> said) {
        this.file = file;
        this.sessions = sessions;
        this.hosts = hosts;
        this.said = said;
    }

    /// Tells hosts which gateway serves a tenant: their `GatewayWildcard` records.
    @FunctionalInterface
    public interface HostPolicies {
        /// Nobody: whoever runs the controller does it.
        HostPolicies NONE = (_, _) -> {};

        /// Idempotent.
        void point(String tenant, String gateway);
    }

    /// Makes all gateways like the inventory, moves that were interrupted included.
    public void sync() {
        Inventory inventory = file.load();
        for (Tenant tenant : inventory.tenants()) {
            if (tenant.move() != null) {
                resume(tenant.name());
            }
        }
        repair();
    }

    /// How each gateway differs from the inventory, by name.
    public Map<String, DriftReport> drift() {
        Inventory inventory = file.load();
        Map<String, DriftReport> reports = new TreeMap<>();
        for (GatewayEntry gateway : inventory.gateways()) {
            DesiredState desired = Composition.of(inventory, gateway.name());
            reports.put(gateway.name(), sessions.apply(gateway).drift(withOwn(gateway, desired)));
        }
        return reports;
    }

    /// Makes each gateway like the inventory.
    public void repair() {
        Inventory inventory = file.load();
        for (GatewayEntry gateway : inventory.gateways()) {
            RepairReport report =
                    sessions.apply(gateway)
                            .repair(Composition.of(inventory, gateway.name()), TENANTS);
            said.accept(gateway.name() + ": " + report);
        }
    }

    /// With the gateway's own settings as they are.
    private DesiredState withOwn(GatewayEntry gateway, DesiredState desired) {
        List<Gateway> own = new ArrayList<>();
        sessions.apply(gateway)
                .list(ResourceType.GATEWAYS)
                .forEach(stored -> own.add(stored.resource()));
        return desired.and(DesiredState.of(own.stream()));
    }

    /// Moves a tenant to another gateway; after a crash the same call, or [#sync], goes on.
    public void move(String name, String to) {
        Inventory inventory = file.load();
        Tenant tenant = tenant(inventory, name);
        gateway(inventory, to);
        Move under = tenant.move();
        if (under != null && !under.to().equals(to)) {
            throw new ControllerException(
                    name + " is on its way to " + under.to() + ": let that end first");
        }
        if (under == null) {
            if (tenant.gateway().equals(to)) {
                said.accept(name + " is at " + to + " already");
                return;
            }
            step(name, new Move(tenant.gateway(), to, Step.PREPARE));
        }
        resume(name);
    }

    private void resume(String name) {
        for (Move move = tenant(file.load(), name).move();
                move != null;
                move = tenant(file.load(), name).move()) {
            switch (move.step()) {
                case PREPARE -> prepare(name, move);
                case SWITCH -> pass(name, move);
                case REMOVE -> remove(name, move);
            }
        }
    }

    private void step(String name, Move move) {
        file.save(file.load().with(name, tenant -> tenant.with(tenant.gateway(), move)));
    }

    /// The new gateway gets the tenant; nobody sends anything there yet.
    private void prepare(String name, Move move) {
        Inventory inventory = file.load();
        RepairReport report =
                session(inventory, move.to())
                        .repair(Composition.of(inventory, move.to()), Scope.NONE);
        said.accept("prepared " + name + " at " + move.to() + ": " + report);
        step(name, new Move(move.from(), move.to(), Step.SWITCH));
    }

    private void pass(String name, Move move) {
        hosts.point(name, move.to());
        said.accept("hosts send " + name + " to " + move.to());
        Move last = new Move(move.from(), move.to(), Step.REMOVE);
        file.save(file.load().with(name, tenant -> tenant.with(move.to(), last)));
    }

    /// The old gateway forgets what is the tenant's, and nothing else.
    private void remove(String name, Move move) {
        Inventory inventory = file.load();
        Tenant tenant = tenant(inventory, name);
        Set<ResourceReference> own = references(Composition.state(inventory, tenant));
        RepairReport report =
                session(inventory, move.from())
                        .repair(Composition.of(inventory, move.from()), own::contains);
        said.accept("removed " + name + " from " + move.from() + ": " + report);
        file.save(file.load().with(name, moved -> moved.with(move.to(), null)));
        said.accept("moved " + name + " from " + move.from() + " to " + move.to());
    }

    private static Set<ResourceReference> references(DesiredState state) {
        Set<ResourceReference> references = new HashSet<>();
        for (ResourceType<?> collection : ResourceType.all()) {
            for (TopLevelResource resource : collection.in(state)) {
                references.add(collection.reference(resource.resourceId()));
            }
        }
        return references;
    }

    /// A machine runs on another host now: its records say so, on every gateway that serves it.
    ///
    /// @param machine as `contoso/web1`
    public void migrate(String machine, String host) {
        String[] parts = machine.split("/", 2);
        Inventory before = file.load();
        Tenant tenant = tenant(before, parts[0]);
        if (!before.hosts().containsKey(host)) {
            throw new ControllerException("there is no host " + host);
        }
        List<Machine> machines =
                tenant.machines().stream()
                        .map(one ->
                                parts.length == 2 && isInterface(tenant, one, parts[1])
                                        ? at(one, host)
                                        : one)
                        .toList();
        if (machines.equals(tenant.machines()) && !runs(tenant, parts, host)) {
            throw new ControllerException("there is no machine " + machine);
        }
        file.save(before.with(tenant.name(), one -> one.withMachines(machines)));
        tell(machine, host);
    }

    private static boolean runs(Tenant tenant, String[] parts, String host) {
        return tenant.machines().stream()
                .anyMatch(one ->
                        parts.length == 2
                                && one.name().equals(parts[1])
                                && one.host().equals(host));
    }

    /// One interface is on one host: with all of its addresses.
    private static boolean isInterface(Tenant tenant, Machine candidate, String name) {
        return tenant.machines().stream()
                .anyMatch(named ->
                        named.name().equals(name)
                                && named.network().equals(candidate.network())
                                && named.mac().equalsIgnoreCase(candidate.mac()));
    }

    private static Machine at(Machine machine, String host) {
        return new Machine(
                machine.name(),
                machine.network(),
                machine.virtualSubnetId(),
                machine.address(),
                machine.mac(),
                host);
    }

    private void tell(String machine, String host) {
        String[] parts = machine.split("/", 2);
        Inventory inventory = file.load();
        Tenant tenant = tenant(inventory, parts[0]);
        for (GatewayEntry gateway : inventory.gateways()) {
            if (Composition.isAt(tenant, gateway.name()) && !isUnprepared(tenant, gateway)) {
                GatewaySession session = sessions.apply(gateway);
                session.apply(records(inventory, tenant, parts[1], session));
                said.accept(gateway.name() + ": " + machine + " is at " + host);
            }
        }
    }

    /// Of all addresses of a machine's interface, with the tags that they have at the gateway.
    private static List<ResourceChange> records(
            Inventory inventory, Tenant tenant, String name, GatewaySession session) {
        List<ResourceChange> changes = new ArrayList<>();
        Map<String, Annotations> noted = new TreeMap<>();
        for (Machine one : tenant.machines()) {
            if (isInterface(tenant, one, name)) {
                Annotations there =
                        noted.computeIfAbsent(one.network(), id -> annotations(session, id));
                changes.add(
                        ResourceChange.put(
                                one.network(),
                                Composition.lookup(inventory, tenant, one),
                                there.at(Annotations.path("", "lookupRecords", one.name()))));
            }
        }
        return changes;
    }

    private static Annotations annotations(GatewaySession session, String network) {
        return session.read(ResourceType.VIRTUAL_NETWORKS, network)
                .map(stored -> stored.resource().annotations())
                .orElse(Annotations.NONE);
    }

    /// It gets the records with everything else.
    private static boolean isUnprepared(Tenant tenant, GatewayEntry gateway) {
        Move move = tenant.move();
        return move != null && move.step() == Step.PREPARE && move.to().equals(gateway.name());
    }

    /// What hosts need to reach a tenant's gateway, as the gateway has the tenant.
    public HostPolicy hostPolicy(String name) {
        Inventory inventory = file.load();
        Tenant tenant = tenant(inventory, name);
        GatewayEntry gateway = gateway(inventory, tenant.gateway());
        GatewaySession session = sessions.apply(gateway);
        List<PolicyRecord> records = new ArrayList<>();
        List<PolicyRoute> routes = new ArrayList<>();
        Set<ResourceReference> own = references(Composition.state(inventory, tenant));
        try {
            List<IpAddress> addresses =
                    ConnectionString.parse(gateway.connectionString()).providerAddresses();
            for (VirtualNetwork network : session.actual().virtualNetworks()) {
                if (own.contains(network.reference())) {
                    HostPolicy policy = session.hostPolicy(addresses, network.routingDomainId());
                    records.addAll(policy.records());
                    routes.addAll(policy.routes());
                }
            }
        } catch (FaultsException e) {
            throw new ControllerException(name + ": " + e.getMessage());
        }
        return new HostPolicy(records, routes);
    }

    private GatewaySession session(Inventory inventory, String gateway) {
        return sessions.apply(gateway(inventory, gateway));
    }

    private static GatewayEntry gateway(Inventory inventory, String name) {
        return inventory
                .gateway(name)
                .orElseThrow(() -> new ControllerException("there is no gateway " + name));
    }

    private static Tenant tenant(Inventory inventory, String name) {
        return inventory
                .tenant(name)
                .orElseThrow(() -> new ControllerException("there is no tenant " + name));
    }
}
