package io.hnvgateway.app.desired;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.desired.Examples.MemoryStore;
import io.hnvgateway.app.desired.Examples.RecordingTarget;
import io.hnvgateway.provider.json.DesiredStateReader;
import io.hnvgateway.provider.json.DesiredStateWriter;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.Resource;
import io.hnvgateway.provider.resource.ResourceReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterProperty;

/// A change of a few resources is accepted exactly when the whole document with that change is, and
/// comes to the same networks.
class EditModelTest {
    private static final String CONNECTION =
            "FrontEndInterface=a;BackendInterface=b;ProviderAddress=192.0.2.1;NatPool=203.0.113.0/26";
    private static final int TENANTS = 5;
    private static final AtomicInteger WITH_INTERFACES = new AtomicInteger();

    private final RecordingTarget target = new RecordingTarget();
    private final MemoryStore store = new MemoryStore();
    private final DesiredStateApplier applier = applier(store, target);
    private int accepted;
    private int refused;
    private int withInterfaces;

    private static DesiredStateApplier applier(MemoryStore store, RecordingTarget target) {
        return new DesiredStateApplier(
                Examples.connection(CONNECTION), () -> Examples.HOST, store, target);
    }

    @Property(tries = 10)
    void anEditIsJudgedAsTheWholeDocumentIs(@ForAll long seed) {
        EditModelTest world = new EditModelTest();
        Random random = new Random(seed);
        for (int step = 0; step < 40; step++) {
            world.step(random);
        }
        assertThat(world.accepted).isPositive();
        assertThat(world.refused).isPositive();
        WITH_INTERFACES.addAndGet(world.withInterfaces);
    }

    /// Of all tries together, or else nothing of them is tested.
    @AfterProperty
    void someInterfacesAreAccepted() {
        assertThat(WITH_INTERFACES).hasPositiveValue();
    }

    private void step(Random random) {
        ObjectNode put = JsonNodeFactory.instance.objectNode();
        List<ResourceReference> deleted = new ArrayList<>();
        int tenant = random.nextInt(TENANTS);
        if (random.nextInt(4) == 0) {
            delete(random, tenant, deleted);
        } else {
            ObjectNode drawn = JsonNodeFactory.instance.objectNode();
            put(random, tenant, drawn);
            put = DesiredStateWriter.write(DesiredStateReader.read(drawn).state());
        }
        DesiredState before = applier.applied().state();
        ObjectNode whole = DesiredStateWriter.write(merged(before, put, deleted));
        DesiredStateApplier other = applier(new MemoryStore(), new RecordingTarget());
        assertThat(other.apply(DesiredStateWriter.write(before), false).faults()).isEmpty();

        Outcome expected = other.apply(whole, false);
        Outcome actual = applier.edit(DesiredStateReader.read(put), deleted, PhaseTimes.start());

        assertThat(actual.isRefused())
                .as("edit %s %s: %s or %s", put, deleted, actual.faults(), expected.faults())
                .isEqualTo(expected.isRefused());
        assertThat(actual.changes()).containsExactlyInAnyOrderElementsOf(expected.changes());
        assertThat(new HashSet<>(applier.applied().networks()))
                .isEqualTo(new HashSet<>(other.applied().networks()))
                .isEqualTo(new HashSet<>(target.published()));
        assertThat(DesiredStateWriter.write(applier.applied().state()))
                .isEqualTo(DesiredStateWriter.write(other.applied().state()));
        DesiredState saved = Objects.requireNonNullElse(store.saved(), DesiredState.EMPTY);
        assertThat(DesiredStateWriter.write(applier.applied().state()))
                .isEqualTo(DesiredStateWriter.write(saved));
        accepted += actual.changed() ? 1 : 0;
        refused += actual.isRefused() ? 1 : 0;
        boolean interfaces = !applier.applied().state().networkInterfaces().isEmpty();
        withInterfaces += actual.changed() && interfaces ? 1 : 0;
    }

    private static DesiredState merged(
            DesiredState before, ObjectNode put, List<ResourceReference> deleted) {
        ResourceBook book = ResourceBook.of(before);
        for (Resource resource :
                ResourceKeys.resources(DesiredStateReader.read(put).state()).toList()) {
            book.put(ResourceKeys.key(resource), resource);
        }
        deleted.forEach(reference -> book.put(ResourceKeys.key(reference), null));
        return book.state();
    }

    /// All resources of a tenant, or some; those that are there.
    private void delete(Random random, int tenant, List<ResourceReference> deleted) {
        boolean all = random.nextBoolean();
        Set<String> there = new HashSet<>();
        ResourceKeys.resources(applier.applied().state())
                .forEach(r -> there.add(ResourceKeys.key(r)));
        for (String collection : ResourceKeys.COLLECTIONS) {
            ResourceReference reference = ResourceReference.of(collection, "t" + tenant);
            if (there.contains(ResourceKeys.key(reference)) && (all || random.nextBoolean())) {
                deleted.add(reference);
            }
        }
    }

    /// A whole tenant or some of its resources; ids, addresses and prefixes are drawn from few, so
    /// that tenants meet.
    private static void put(Random random, int tenant, ObjectNode put) {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        ManyTenants.add(whole, tenant);
        vary(random, whole);
        addPool(random, tenant, whole);
        addInterface(random, tenant, whole);
        boolean all = random.nextBoolean();
        whole.properties()
                .forEach(collection -> {
                    if (all || random.nextInt(3) == 0) {
                        put.set(collection.getKey(), collection.getValue());
                    }
                });
    }

    /// Pools are of all tenants; a gateway may name one that is not there.
    private static void addPool(Random random, int tenant, ObjectNode whole) {
        boolean there = random.nextInt(3) == 0;
        if (there) {
            whole.putArray("gatewayPools")
                    .addObject()
                    .put("resourceId", "t" + tenant)
                    .putObject("properties")
                    .put("redundantGatewayCount", random.nextInt(3));
        }
        if (random.nextInt(there ? 2 : 10) == 0) {
            ((ObjectNode) whole.at("/virtualGateways/0/properties"))
                    .putArray("gatewayPools")
                    .addObject()
                    .put(
                            "resourceRef",
                            "/gatewayPools/t" + (there ? tenant : random.nextInt(TENANTS)));
        }
    }

    /// A VM's, in the tenant's network or another's; it may have the address of its record, and a
    /// public one.
    private static void addInterface(Random random, int tenant, ObjectNode whole) {
        if (random.nextInt(2) == 0) {
            return;
        }
        int network = random.nextInt(8) == 0 ? random.nextInt(TENANTS) : tenant;
        ObjectNode card =
                whole.putArray("networkInterfaces")
                        .addObject()
                        .put("resourceId", "t" + tenant)
                        .putObject("properties")
                        .put("privateMacAddress", "02-00-00-00-01-0" + random.nextInt(5));
        ObjectNode address =
                card.putArray("ipConfigurations")
                        .addObject()
                        .put("resourceId", "ip")
                        .putObject("properties")
                        .put(
                                "privateIPAddress",
                                "10.0.%d.%d".formatted(tenant, 1 + random.nextInt(6)));
        address.putObject("subnet")
                .put("resourceRef", "/virtualNetworks/t" + network + "/subnets/vms");
        if (random.nextInt(4) > 0) {
            address.put("providerAddress", random.nextInt(5) > 0 ? "192.0.2.11" : "203.0.113.41");
        }
        if (random.nextInt(6) == 0) {
            address.putObject("publicIPAddress")
                    .put("resourceRef", "/publicIPAddresses/t" + random.nextInt(TENANTS));
        }
        if (random.nextInt(3) == 0) { // whose address is chosen then
            ((ObjectNode) whole.at("/virtualGateways/0/properties")).remove("gatewayAddresses");
        }
    }

    private static void vary(Random random, ObjectNode whole) {
        ObjectNode network = (ObjectNode) whole.at("/virtualNetworks/0/properties");
        if (random.nextInt(4) == 0) {
            ((ObjectNode) network.at("/subnets/0/properties"))
                    .put("virtualSubnetId", 10_000 + 2 * random.nextInt(TENANTS));
        }
        if (random.nextInt(6) == 0) {
            network.put(
                    "routingDomainId",
                    "{00000000-0000-4000-8000-00000000000%d}".formatted(random.nextInt(3)));
        }
        ObjectNode lookup = (ObjectNode) network.at("/lookupRecords/0/properties");
        if (random.nextInt(3) == 0) {
            lookup.put("providerAddress", "203.0.113." + (40 + random.nextInt(4)));
        }
        if (random.nextInt(3) == 0) {
            lookup.put("macAddress", "02-00-00-00-00-0" + random.nextInt(9));
        }
        ObjectNode address = (ObjectNode) whole.at("/publicIPAddresses/0/properties");
        if (random.nextInt(3) > 0) {
            address.put("publicIPAllocationMethod", "Static")
                    .put(
                            "ipAddress",
                            random.nextBoolean()
                                    ? "203.0.113." + (40 + random.nextInt(4))
                                    : "10.0." + random.nextInt(TENANTS) + ".1");
        }
        if (random.nextInt(3) == 0) {
            ArrayNode prefixes =
                    (ArrayNode) whole.at("/virtualGateways/0/properties/directRouting/prefixes");
            prefixes.removeAll()
                    .add("10.0.%d.0/%d".formatted(random.nextInt(4) & ~1, 23 + random.nextInt(2)));
        }
        if (random.nextInt(8) == 0) {
            ((ObjectNode)
                            whole.at(
                                    "/loadBalancers/0/properties/frontendIPConfigurations/0/properties/publicIPAddress"))
                    .put("resourceRef", "/publicIPAddresses/t" + random.nextInt(TENANTS));
        }
    }
}
