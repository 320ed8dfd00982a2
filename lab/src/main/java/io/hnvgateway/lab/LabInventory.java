package io.hnvgateway.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.lab.controller.Inventory;
import io.hnvgateway.lab.controller.Inventory.GatewayEntry;
import io.hnvgateway.lab.controller.Inventory.Machine;
import io.hnvgateway.lab.controller.Inventory.Tenant;
import io.hnvgateway.lab.gateway.DesiredState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The lab's desired state as the reference controller keeps it: for each network a tenant with
/// what has its name, its machines with their hosts.
final class LabInventory {
    static final Map<String, String> HOSTS =
            Map.of(
                    "host1",
                    LabPlan.HOST_1_PA,
                    "host2",
                    LabPlan.HOST_2_PA,
                    "host3",
                    LabPlan.HOST_3_PA);

    /// Has what is no tenant's.
    private static final String PROVIDER = "provider";

    private static final String RECORDS = "lookupRecords";

    private final ObjectNode rest;
    private final List<Tenant> tenants = new ArrayList<>();

    private LabInventory(ObjectNode document) {
        this.rest = document;
    }

    /// @param gateways the first one has every tenant that is at none of them
    /// @param places name of the gateway by tenant
    static Inventory of(
            DesiredState desired, Collection<GatewayEntry> gateways, Map<String, String> places) {
        LabInventory inventory = new LabInventory(desired.document());
        List<String> names = gateways.stream().map(GatewayEntry::name).toList();
        String first = names.getFirst();
        for (JsonNode network : List.copyOf(inventory.networks())) {
            String name = network.path("resourceId").asText();
            String place = places.getOrDefault(name, first);
            inventory.take(name, names.contains(place) ? place : first);
        }
        inventory.tenants.add(new Tenant(PROVIDER, first, inventory.rest, List.of(), null));
        return new Inventory(List.copyOf(gateways), HOSTS, inventory.tenants);
    }

    /// The name of a host.
    static String host(String providerAddress) {
        return HOSTS.entrySet().stream()
                .filter(host -> host.getValue().equals(providerAddress))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private List<JsonNode> networks() {
        return rest.path("virtualNetworks").valueStream().toList();
    }

    private void take(String tenant, String gateway) {
        ObjectNode own = JsonNodeFactory.instance.objectNode();
        rest.properties()
                .forEach(collection ->
                        move(
                                tenant,
                                (ArrayNode) collection.getValue(),
                                own.putArray(collection.getKey())));
        List<Machine> machines = new ArrayList<>();
        for (JsonNode network : own.path("virtualNetworks")) {
            machines.addAll(
                    machines(
                            network.path("resourceId").asText(),
                            (ArrayNode) network.path("properties").withArray(RECORDS)));
        }
        tenants.add(new Tenant(tenant, gateway, own, machines, null));
    }

    private static void move(String tenant, ArrayNode from, ArrayNode to) {
        Iterator<JsonNode> resources = from.elements();
        while (resources.hasNext()) {
            JsonNode resource = resources.next();
            String id = resource.path("resourceId").asText();
            if (id.equals(tenant) || id.startsWith(tenant + "-")) {
                to.add(resource);
                resources.remove();
            }
        }
    }

    /// Records of VMs behind NVGRE become machines; others stay.
    private static List<Machine> machines(String network, ArrayNode records) {
        List<Machine> machines = new ArrayList<>();
        Iterator<JsonNode> all = records.elements();
        while (all.hasNext()) {
            Optional<Machine> machine = machine(network, all.next());
            if (machine.isPresent()) {
                machines.add(machine.get());
                all.remove();
            }
        }
        return machines;
    }

    private static Optional<Machine> machine(String network, JsonNode lookup) {
        JsonNode properties = lookup.path("properties");
        String place = properties.path("providerAddress").asText();
        if (!HOSTS.containsValue(place)
                || properties.path("rule").asText().equals("TranslationMethodNat")) {
            return Optional.empty();
        }
        return Optional.of(
                new Machine(
                        lookup.path("resourceId").asText(),
                        network,
                        properties.path("virtualSubnetId").asInt(),
                        properties.path("customerAddress").asText(),
                        properties.path("macAddress").asText(),
                        host(place)));
    }
}
