package io.hnvgateway.lab.controller;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What the controller keeps: who has what, where it runs, and who serves it. Component names are
/// the JSON keys of the file.
///
/// @param hosts provider address by name of the host
public record Inventory(
        List<GatewayEntry> gateways, Map<String, String> hosts, List<Tenant> tenants) {
    public Inventory {
        gateways = List.copyOf(gateways);
        hosts = Map.copyOf(new TreeMap<>(hosts));
        tenants = List.copyOf(tenants);
    }

    /// A gateway.
    ///
    /// @param tokenFile owner-only file with the bearer token
    public record GatewayEntry(String name, String connectionString, String tokenFile) {}

    /// A tenant.
    ///
    /// @param gateway name of the one that serves it
    /// @param resources its part of a desired state, without the records of its machines
    /// @param move null: it is not under way to another gateway
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Tenant(
            String name,
            String gateway,
            JsonNode resources,
            List<Machine> machines,
            @Nullable Move move) {
        public Tenant {
            machines = List.copyOf(machines);
        }

        Tenant withMachines(List<Machine> others) {
            return new Tenant(name, gateway, resources, others, move);
        }

        Tenant with(String otherGateway, @Nullable Move otherMove) {
            return new Tenant(name, otherGateway, resources, machines, otherMove);
        }
    }

    /// An interface of a VM with one address.
    ///
    /// @param network id of the tenant's virtual network
    public record Machine(
            String name,
            String network,
            int virtualSubnetId,
            String address,
            String mac,
            String host) {}

    /// A tenant's way to another gateway.
    public record Move(String from, String to, Step step) {}

    /// What a move does next.
    public enum Step {
        /// The new gateway gets everything.
        PREPARE,
        /// Hosts are told of the new gateway.
        SWITCH,
        /// The old gateway forgets it.
        REMOVE
    }

    Optional<Tenant> tenant(String name) {
        return tenants.stream().filter(tenant -> tenant.name().equals(name)).findFirst();
    }

    Optional<GatewayEntry> gateway(String name) {
        return gateways.stream().filter(gateway -> gateway.name().equals(name)).findFirst();
    }

    /// With one tenant otherwise.
    Inventory with(String name, UnaryOperator<Tenant> change) {
        List<Tenant> others = new ArrayList<>();
        tenants.forEach(
                tenant -> others.add(tenant.name().equals(name) ? change.apply(tenant) : tenant));
        return new Inventory(gateways, hosts, others);
    }
}
