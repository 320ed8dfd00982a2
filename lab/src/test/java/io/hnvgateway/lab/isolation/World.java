package io.hnvgateway.lab.isolation;

import io.hnvgateway.packet.Ipv4Address;
import io.hnvgateway.packet.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Tenants, hosts and the gateway's own addresses; and the desired state that says so.
final class World {
    static final int GATEWAY_PA = 0xC0000201;
    static final int FRONT_ADDRESS = 0xC6336401;
    static final int ROUTER = 0xC63364FE;
    static final int MANAGEMENT = 0xAC1F0001;
    static final int[] HOSTS = {0xC000020B, 0xC000020C, 0xC000020D};

    private final List<Tenant> tenants;

    World(List<Tenant> tenants) {
        this.tenants = List.copyOf(tenants);
    }

    static World random(Random random) {
        List<Tenant> tenants = new ArrayList<>();
        int count = 2 + random.nextInt(49);
        for (int i = 0; i < count; i++) {
            tenants.add(tenant(i, random));
        }
        return new World(tenants);
    }

    private static Tenant tenant(int index, Random random) {
        Tenant shape =
                new Tenant(
                        index,
                        List.of(),
                        new Tenant.Publishes(
                                random.nextInt(4) > 0,
                                random.nextBoolean(),
                                random.nextInt(4) == 0,
                                random.nextInt(3) == 0));
        List<Tenant.Vm> vms = new ArrayList<>();
        for (int n = 0; n < 3; n++) {
            int address = n < 2 ? 0x0A00000A + n : shape.directNetwork() + 20;
            long mac = 0x020000000000L | (long) index << 8 | n;
            vms.add(new Tenant.Vm(address, shape.vsid(n / 2), mac, host(random)));
        }
        return shape.withVms(vms);
    }

    static int host(Random random) {
        return HOSTS[random.nextInt(HOSTS.length)];
    }

    List<Tenant> tenants() {
        return tenants;
    }

    /// One tenant less, and another's VMs on other hosts.
    World changed(Random random) {
        List<Tenant> changed = new ArrayList<>(tenants);
        if (changed.size() > 2) {
            changed.remove(random.nextInt(changed.size()));
        }
        int moved = random.nextInt(changed.size());
        Tenant tenant = changed.get(moved);
        changed.set(
                moved,
                tenant.withVms(
                        tenant.vms().stream()
                                .map(vm ->
                                        new Tenant.Vm(
                                                vm.address(), vm.vsid(), vm.mac(), host(random)))
                                .toList()));
        return new World(changed);
    }

    /// Whose address the outside sees there.
    Optional<Tenant> ownerOf(int outsideAddress) {
        return tenants.stream().filter(t -> t.owns(outsideAddress)).findFirst();
    }

    /// Nothing of a tenant may ever be addressed to these.
    static boolean isProtected(int address) {
        return (address & ~255) == (GATEWAY_PA & ~255)
                || (address & ~255) == (MANAGEMENT & ~255)
                || address == FRONT_ADDRESS;
    }

    String desiredState() {
        return """
        {"virtualNetworks":[%s],"virtualGateways":[%s],"publicIPAddresses":[%s],"loadBalancers":[%s]}\
        """
                .formatted(
                        join(World::network),
                        join(World::gateway),
                        join(World::addresses),
                        join(World::balancer));
    }

    private String join(Function<Tenant, String> part) {
        return tenants.stream()
                .map(part)
                .filter(text -> !text.isBlank())
                .collect(Collectors.joining(","));
    }

    private static String network(Tenant t) {
        String records =
                t.vms().stream().map(vm -> lookupRecord(t, vm)).collect(Collectors.joining(","));
        return """
        {"resourceId":"t%1$d","properties":{"subnets":[
        {"resourceId":"gw","properties":{"addressPrefix":"10.254.254.0/29","virtualSubnetId":%2$d}},
        {"resourceId":"a","properties":{"addressPrefix":"10.0.0.0/24","virtualSubnetId":%3$d}},
        {"resourceId":"b","properties":{"addressPrefix":"%4$s/24","virtualSubnetId":%5$d}}],
        "lookupRecords":[%6$s]}}\
        """
                .formatted(
                        t.index(),
                        t.gatewayVsid(),
                        t.vsid(0),
                        Ipv4Address.toString(t.directNetwork()),
                        t.vsid(1),
                        records);
    }

    private static String lookupRecord(Tenant t, Tenant.Vm vm) {
        return """
        {"resourceId":"r%d","properties":{"customerAddress":"%s","virtualSubnetId":%d,"macAddress":"%s",
        "providerAddress":"%s","rule":"TranslationMethodEncap","type":"Static"}}\
        """
                .formatted(
                        t.vms().indexOf(vm),
                        Ipv4Address.toString(vm.address()),
                        vm.vsid(),
                        new MacAddress(vm.mac()),
                        Ipv4Address.toString(vm.providerAddress()));
    }

    private static String gateway(Tenant t) {
        String direct =
                t.publishes().direct()
                        ? "\"directRouting\":{\"prefixes\":[\"%s/24\"]},"
                                .formatted(Ipv4Address.toString(t.directNetwork()))
                        : "";
        String oneToOne =
                t.publishes().oneToOne()
                        ? ",\"nat\":{\"oneToOneRules\":[{\"publicIPAddress\":{\"resourceRef\":\"/publicIPAddresses/o%d\"},\"customerAddress\":\"10.0.0.11\"}]}"
                                .formatted(t.index())
                        : "";
        return """
        {"resourceId":"g%1$d","properties":{"gatewaySubnets":[{"resourceRef":"/virtualNetworks/t%1$d/subnets/gw"}],
        "gatewayAddresses":[{"ipAddress":"10.254.254.2","macAddress":"%2$s"}],%3$s
        "routingType":"Static","networkConnections":[]%4$s}}\
        """
                .formatted(t.index(), new MacAddress(t.gatewayMac()), direct, oneToOne);
    }

    private static String addresses(Tenant t) {
        List<String> all = new ArrayList<>();
        if (t.publishes().nat() || t.publishes().inboundRule()) {
            all.add(address("p" + t.index(), t.publicAddress()));
        }
        if (t.publishes().oneToOne()) {
            all.add(address("o" + t.index(), t.oneToOneAddress()));
        }
        return String.join(",", all);
    }

    private static String address(String id, int address) {
        return """
        {"resourceId":"%s","properties":{"ipAddress":"%s","publicIPAllocationMethod":"Static"}}\
        """
                .formatted(id, Ipv4Address.toString(address));
    }

    private static String balancer(Tenant t) {
        if (!t.publishes().nat() && !t.publishes().inboundRule()) {
            return "";
        }
        String frontend =
                "{\"resourceRef\":\"/loadBalancers/l%1$d/frontendIPConfigurations/fe\"}"
                        .formatted(t.index());
        String outbound =
                t.publishes().nat()
                        ? ",\"outboundNatRules\":[{\"resourceId\":\"out\",\"properties\":{\"protocol\":\"ALL\",\"frontendIPConfigurations\":[%1$s],\"backendAddressPool\":{\"resourceRef\":\"/loadBalancers/l%2$d/backendAddressPools/all\"}}}]"
                                .formatted(frontend, t.index())
                        : "";
        String inbound =
                t.publishes().inboundRule()
                        ? ",\"inboundNatRules\":[{\"resourceId\":\"in\",\"properties\":{\"protocol\":\"UDP\",\"frontendPort\":5300,\"backendPort\":53,\"backendAddress\":\"10.0.0.10\",\"frontendIPConfigurations\":[%s]}}]"
                                .formatted(frontend)
                        : "";
        return """
        {"resourceId":"l%1$d","properties":{"frontendIPConfigurations":[{"resourceId":"fe","properties":{"publicIPAddress":{"resourceRef":"/publicIPAddresses/p%1$d"}}}],
        "backendAddressPools":[{"resourceId":"all","properties":{"virtualNetwork":{"resourceRef":"/virtualNetworks/t%1$d"}}}]%2$s%3$s}}\
        """
                .formatted(t.index(), outbound, inbound);
    }
}
