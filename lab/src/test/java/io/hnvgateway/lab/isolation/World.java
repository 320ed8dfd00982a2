package io.hnvgateway.lab.isolation;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.packet.MacAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Tenants, hosts of both families and the gateway's own addresses; and the desired state that says
/// so.
public final class World {
    static final IpAddress GATEWAY_PA = IpAddress.parse("192.0.2.1");
    static final IpAddress GATEWAY_PA_6 = IpAddress.parse("fd00:b::1");
    static final IpAddress FRONT_ADDRESS = IpAddress.parse("198.51.100.1");
    static final IpAddress FRONT_ADDRESS_6 = IpAddress.parse("2001:db8:f::1");
    static final IpAddress ROUTER = IpAddress.parse("198.51.100.254");
    static final IpAddress ROUTER_6 = IpAddress.parse("2001:db8:f::fe");
    static final IpAddress MANAGEMENT = IpAddress.parse("172.31.0.1");
    static final IpAddress MANAGEMENT_6 = IpAddress.parse("fd00:a::1");
    static final int MAX_TENANTS = 20;

    /// What one tenant may learn.
    static final int LEARNED_LIMIT = 8;

    /// The host with a number has an address of either family.
    static final List<IpAddress> HOSTS =
            Stream.of(
                            "192.0.2.11",
                            "192.0.2.12",
                            "192.0.2.13",
                            "fd00:b::11",
                            "fd00:b::12",
                            "fd00:b::13")
                    .map(IpAddress::parse)
                    .toList();

    private static final List<IpPrefix> PROTECTED =
            Stream.of("192.0.2.0/24", "172.31.0.0/24", "fd00:b::/64", "fd00:a::/64")
                    .map(IpPrefix::parse)
                    .toList();

    private final List<Tenant> tenants;

    /// Where a host truly said that a VM moved to: MAC → provider addresses.
    private final Map<Long, Set<IpAddress>> redirected;

    World(List<Tenant> tenants, Map<Long, Set<IpAddress>> redirected) {
        this.tenants = List.copyOf(tenants);
        this.redirected = redirected;
    }

    static World random(Random random) {
        return random(2 + random.nextInt(MAX_TENANTS - 1), random);
    }

    public static World random(int count, Random random) {
        List<Tenant> tenants = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tenants.add(tenant(i, random));
        }
        return new World(tenants, new HashMap<>());
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
                                random.nextInt(3) == 0,
                                random.nextInt(4) > 0));
        List<Vm> vms = new ArrayList<>();
        for (int n = 0; n < 2; n++) {
            vms.add(vm(shape, Vm.Kind.ENCAPSULATED, n, 0x10 + n, host(random)));
        }
        IpPrefix direct = shape.directPrefix();
        IpPrefix direct6 = shape.directPrefix6();
        vms.add(
                new Vm(
                        Vm.Kind.ENCAPSULATED,
                        plus(direct.address(), 20),
                        plus(direct6.address(), 20),
                        shape.vsid(1),
                        mac(index, 2),
                        host(random)));
        vms.add(vm(shape, Vm.Kind.REWRITTEN, Tenant.REWRITTEN, 0x30, rewritten(index)));
        vms.add(vm(shape, Vm.Kind.LEARNING, Tenant.LEARNING, 0x40, host(random)));
        return shape.withVms(vms);
    }

    private static Vm vm(Tenant t, Vm.Kind kind, int n, int last, IpAddress pa) {
        return new Vm(
                kind,
                plus(Tenant.SUBNET.address(), last),
                plus(Tenant.SUBNET_6.address(), last),
                t.vsid(0),
                mac(t.index(), n),
                pa);
    }

    private static IpAddress plus(IpAddress address, int number) {
        return new IpAddress(address.high(), address.low() + number);
    }

    private static long mac(int tenant, int vm) {
        return 0x020000000000L | (long) tenant << 8 | vm;
    }

    /// The provider address of a tenant's VM by IP rewrite: its IPv6 address has no such.
    static IpAddress rewritten(int tenant) {
        return IpAddress.ofIpv4(0xC0000280 + tenant);
    }

    static IpAddress host(Random random) {
        return HOSTS.get(random.nextInt(HOSTS.size()));
    }

    static IpAddress gatewayPa(IpAddress host) {
        return host.isIpv4() ? GATEWAY_PA : GATEWAY_PA_6;
    }

    static boolean isGatewayPa(IpAddress address) {
        return address.equals(GATEWAY_PA) || address.equals(GATEWAY_PA_6);
    }

    /// The host that a VM is at sent a redirect: from now on it may be here and there.
    void redirected(Vm vm, IpAddress host) {
        redirected.computeIfAbsent(vm.mac(), _ -> new HashSet<>()).add(host);
    }

    boolean mayBeAt(Vm vm, IpAddress host) {
        return vm.providerAddress().equals(host)
                || redirected.getOrDefault(vm.mac(), Set.of()).contains(host);
    }

    List<Tenant> tenants() {
        return tenants;
    }

    /// One tenant less, and another's VMs on other hosts.
    public World changed(Random random) {
        List<Tenant> changed = new ArrayList<>(tenants);
        if (changed.size() > 2) {
            changed.remove(random.nextInt(changed.size()));
        }
        int moved = random.nextInt(changed.size());
        Tenant tenant = changed.get(moved);
        changed.set(
                moved,
                tenant.withVms(tenant.vms().stream().map(vm -> vm.at(host(random))).toList()));
        return new World(changed, redirected);
    }

    /// The tenant whose VM by IP rewrite has a provider address.
    Optional<Tenant> rewrittenAt(IpAddress provider) {
        return tenants.stream()
                .filter(t -> t.vms().get(Tenant.REWRITTEN).providerAddress().equals(provider))
                .findFirst();
    }

    /// Nothing of a tenant may ever be addressed to these.
    static boolean isProtected(IpAddress address) {
        return PROTECTED.stream().anyMatch(p -> p.contains(address))
                || address.equals(FRONT_ADDRESS)
                || address.equals(FRONT_ADDRESS_6);
    }

    String desiredState() {
        return """
        {"virtualNetworks":[%s],"virtualGateways":[%s],"publicIPAddresses":[%s],"loadBalancers":[%s],"providerAddresses":[%s]}\
        """
                .formatted(
                        join(World::network),
                        join(World::gateway),
                        join(World::addresses),
                        join(World::balancer),
                        announced());
    }

    private static String announced() {
        return HOSTS.stream()
                .map(host ->
                        "{\"resourceId\":\"h%d\",\"properties\":{\"address\":\"%s\"}}"
                                .formatted(HOSTS.indexOf(host), host))
                .collect(Collectors.joining(","));
    }

    private String join(Function<Tenant, String> part) {
        return tenants.stream()
                .map(part)
                .filter(text -> !text.isBlank())
                .collect(Collectors.joining(","));
    }

    private static String network(Tenant t) {
        String records =
                t.vms().stream().flatMap(vm -> records(t, vm)).collect(Collectors.joining(","));
        return """
        {"resourceId":"t%1$d","properties":{
        "addressSpace":{"addressPrefixes":["10.0.0.0/16","10.254.254.0/29","%6$s","%7$s","%10$s"]},"subnets":[
        {"resourceId":"gw","properties":{"addressPrefixes":["10.254.254.0/29","fd00:10:0:fe::/64"],"virtualSubnetId":%2$d}},
        {"resourceId":"a","properties":{"addressPrefixes":["%3$s","%4$s"],"virtualSubnetId":%5$d}},
        {"resourceId":"b","properties":{"addressPrefixes":["%6$s","%7$s"],"virtualSubnetId":%8$d}}],
        "lookupRecords":[%9$s]}}\
        """
                .formatted(
                        t.index(),
                        t.gatewayVsid(),
                        Tenant.SUBNET,
                        Tenant.SUBNET_6,
                        t.vsid(0),
                        t.directPrefix(),
                        t.directPrefix6(),
                        t.vsid(1),
                        records,
                        Tenant.INSIDE_6);
    }

    private static Stream<String> records(Tenant t, Vm vm) {
        String id = "r" + t.vms().indexOf(vm);
        return switch (vm.kind()) {
            case ENCAPSULATED ->
                    Stream.of(
                            lookupRecord(id, vm, customerAddress(vm.address()), "Encap", "Static"),
                            lookupRecord(
                                    id + "-6",
                                    vm,
                                    customerAddress(vm.address6()),
                                    "Encap",
                                    "Static"));
            case REWRITTEN ->
                    Stream.of(lookupRecord(id, vm, customerAddress(vm.address()), "Nat", "Static"));
            case LEARNING -> Stream.of(lookupRecord(id, vm, "", "Encap", "L2Only"));
        };
    }

    private static String customerAddress(IpAddress address) {
        return "\"customerAddress\":\"%s\",".formatted(address);
    }

    private static String lookupRecord(
            String id, Vm vm, String customerAddress, String rule, String type) {
        return """
        {"resourceId":"%s","properties":{%s"virtualSubnetId":%d,"macAddress":"%s",
        "providerAddress":"%s","rule":"TranslationMethod%s","type":"%s"}}\
        """
                .formatted(
                        id,
                        customerAddress,
                        vm.vsid(),
                        new MacAddress(vm.mac()),
                        vm.providerAddress(),
                        rule,
                        type);
    }

    private static String gateway(Tenant t) {
        String direct =
                t.publishes().direct()
                        ? "\"directRouting\":{\"prefixes\":[\"%s\",\"%s\"]},"
                                .formatted(t.directPrefix(), t.directPrefix6())
                        : "";
        String translation =
                t.publishes().translated()
                        ? "\"prefixTranslations\":[{\"insidePrefix\":\"%s\",\"outsidePrefix\":\"%s\"}],"
                                .formatted(Tenant.INSIDE_6, t.outsidePrefix6())
                        : "";
        String oneToOne =
                t.publishes().oneToOne()
                        ? ",\"nat\":{\"oneToOneRules\":[{\"publicIPAddress\":{\"resourceRef\":\"/publicIPAddresses/o%d\"},\"customerAddress\":\"%s\"}]}"
                                .formatted(t.index(), t.vms().get(1).address())
                        : "";
        return """
        {"resourceId":"g%1$d","properties":{"gatewaySubnets":[{"resourceRef":"/virtualNetworks/t%1$d/subnets/gw"}],
        "gatewayAddresses":[{"ipAddress":"%2$s","macAddress":"%4$s"},{"ipAddress":"%3$s","macAddress":"%4$s"}],
        "backEnd":{"learnedAddressLimit":%5$d},%6$s%7$s"routingType":"Static","networkConnections":[]%8$s}}\
        """
                .formatted(
                        t.index(),
                        Tenant.GATEWAY_ADDRESS,
                        Tenant.GATEWAY_ADDRESS_6,
                        new MacAddress(t.gatewayMac()),
                        LEARNED_LIMIT,
                        direct,
                        translation,
                        oneToOne);
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

    private static String address(String id, IpAddress address) {
        return """
        {"resourceId":"%s","properties":{"ipAddress":"%s","publicIPAllocationMethod":"Static"}}\
        """
                .formatted(id, address);
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
                        ? ",\"inboundNatRules\":[{\"resourceId\":\"in\",\"properties\":{\"protocol\":\"UDP\",\"frontendPort\":5300,\"backendPort\":53,\"backendAddress\":\"10.0.0.16\",\"frontendIPConfigurations\":[%s]}}]"
                                .formatted(frontend)
                        : "";
        return """
        {"resourceId":"l%1$d","properties":{"frontendIPConfigurations":[{"resourceId":"fe","properties":{"publicIPAddress":{"resourceRef":"/publicIPAddresses/p%1$d"}}}],
        "backendAddressPools":[{"resourceId":"all","properties":{"virtualNetwork":{"resourceRef":"/virtualNetworks/t%1$d"}}}]%2$s%3$s}}\
        """
                .formatted(t.index(), outbound, inbound);
    }
}
