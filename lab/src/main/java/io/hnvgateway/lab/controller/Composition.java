package io.hnvgateway.lab.controller;

import io.hnvgateway.lab.controller.Inventory.Machine;
import io.hnvgateway.lab.controller.Inventory.Move;
import io.hnvgateway.lab.controller.Inventory.Step;
import io.hnvgateway.lab.controller.Inventory.Tenant;
import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.json.DesiredStateReader;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.LookupRecord;
import io.hnvgateway.provider.resource.ProviderAddress;
import io.hnvgateway.provider.resource.RecordType;
import io.hnvgateway.provider.resource.TranslationRule;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.Mac;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a gateway shall do, by the inventory.
final class Composition {
    private Composition() {}

    /// @throws ControllerException for an inventory that makes no sense
    static void check(Inventory inventory) {
        Set<String> names = new HashSet<>();
        for (Tenant tenant : inventory.tenants()) {
            if (!names.add(tenant.name())) {
                throw new ControllerException("tenant " + tenant.name() + " stands twice");
            }
            if (inventory.gateway(tenant.gateway()).isEmpty()) {
                throw new ControllerException(
                        tenant.name() + ": there is no gateway " + tenant.gateway());
            }
            state(inventory, tenant);
        }
    }

    /// All of a gateway: its tenants, and the hosts that their VMs may move to.
    static DesiredState of(Inventory inventory, String gateway) {
        List<ProviderAddress> hosts = new ArrayList<>();
        for (Map.Entry<String, String> host : inventory.hosts().entrySet()) {
            hosts.add(new ProviderAddress(host.getKey(), IpAddress.parse(host.getValue())));
        }
        DesiredState all = DesiredState.of(hosts.stream());
        for (Tenant tenant : inventory.tenants()) {
            if (isAt(tenant, gateway)) {
                all = all.and(state(inventory, tenant));
            }
        }
        return all;
    }

    /// While it moves, both gateways have it, until the old one forgets it.
    static boolean isAt(Tenant tenant, String gateway) {
        Move move = tenant.move();
        if (move == null) {
            return tenant.gateway().equals(gateway);
        }
        return gateway.equals(move.to())
                || (gateway.equals(move.from()) && move.step() != Step.REMOVE);
    }

    /// A tenant's part.
    static DesiredState state(Inventory inventory, Tenant tenant) {
        DesiredStateDocument document = DesiredStateReader.read(tenant.resources());
        if (!document.faults().isEmpty()) {
            throw new ControllerException(tenant.name() + ": " + document.faults().getFirst());
        }
        return document.state()
                .withVirtualNetworks(
                        document.state().virtualNetworks().stream()
                                .map(network -> withMachines(inventory, tenant, network))
                                .toList());
    }

    private static VirtualNetwork withMachines(
            Inventory inventory, Tenant tenant, VirtualNetwork network) {
        List<LookupRecord> records = new ArrayList<>(network.lookupRecords());
        for (Machine machine : tenant.machines()) {
            if (machine.network().equals(network.resourceId())) {
                records.add(lookup(inventory, tenant, machine));
            }
        }
        return network.withLookupRecords(records);
    }

    /// Where a machine is.
    static LookupRecord lookup(Inventory inventory, Tenant tenant, Machine machine) {
        String host = inventory.hosts().get(machine.host());
        if (host == null) {
            throw new ControllerException(
                    tenant.name() + " " + machine.name() + ": there is no host " + machine.host());
        }
        try {
            return new LookupRecord(
                    machine.name(),
                    RecordType.STATIC,
                    TranslationRule.ENCAPSULATION,
                    IpAddress.parse(machine.address()),
                    machine.virtualSubnetId(),
                    Mac.parse(machine.mac()),
                    IpAddress.parse(host));
        } catch (InvalidValueException e) {
            throw new ControllerException(
                    tenant.name() + " " + machine.name() + ": " + e.getMessage());
        }
    }
}
