package io.hnvgateway.benchmarks.micro;

import io.hnvgateway.app.desired.TenantBackEnd;
import io.hnvgateway.app.desired.TenantNat;
import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.compartments.GatewayInterface;
import io.hnvgateway.compartments.LookupRecord;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.SourceCheck;
import io.hnvgateway.compartments.VirtualSubnet;
import io.hnvgateway.compartments.VirtualSubnetId;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.packet.Ipv4Address;
import io.hnvgateway.packet.MacAddress;
import io.hnvgateway.provider.resource.NatFiltering;
import io.hnvgateway.provider.resource.NatQuota;
import io.hnvgateway.provider.resource.NatTimers;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/// Tenants of one family that all use the same customer addresses, each with some VMs on a few
/// hosts and NAT (IPv6: prefix translation) to the outside.
///
/// @param vms of each tenant, 1..60000
/// @param publicAddresses of each tenant
record TenantPlan(int tenants, int vms, int publicAddresses, boolean ipv6) {
    static final long GATEWAY_MAC = 0x0200_5e00_0001L;
    static final int HOSTS = 16;

    private static final int FIRST_HOST = 0xc000_020a;
    private static final int FIRST_VM = 0x0a00_000a;
    private static final int FIRST_PUBLIC = 0x6440_0000;
    private static final int FIRST_GATEWAY_VSID = 100_000;
    private static final int FIRST_VM_VSID = 200_000;
    private static final long FIRST_VM_MAC = 0x0015_5d00_0000L;

    /// Unique local prefix of the VMs, documentation prefix of the outside (RFC 4193, RFC 3849).
    private static final long INSIDE6 = 0xfd00_0000_0000_0000L;

    private static final long OUTSIDE6 = 0x2001_0db8_0000_0000L;
    private static final int EACH_48 = 16;

    List<TenantNetwork> networks() {
        return IntStream.range(0, tenants).mapToObj(this::network).toList();
    }

    int gatewayVsid(int tenant) {
        return FIRST_GATEWAY_VSID + tenant;
    }

    /// Provider address of the host that a VM is on.
    int host(int vm) {
        return FIRST_HOST + vm % HOSTS;
    }

    long mac(int vm) {
        return FIRST_VM_MAC + vm;
    }

    IpAddress address(int vm) {
        return ipv6 ? new IpAddress(INSIDE6, 10L + vm) : IpAddress.ofIpv4(FIRST_VM + vm);
    }

    private TenantNetwork network(int tenant) {
        VirtualSubnetId vmSubnet = new VirtualSubnetId(FIRST_VM_VSID + tenant);
        VirtualSubnetId gatewaySubnet = new VirtualSubnetId(gatewayVsid(tenant));
        return new TenantNetwork(
                new RoutingDomainId(new UUID(1, tenant)),
                "tenant" + tenant,
                List.of(prefix("10.0.0.0/8", "fd00::/48")),
                List.of(
                        new VirtualSubnet(
                                "vms", vmSubnet, List.of(prefix("10.0.0.0/16", "fd00::/64"))),
                        new VirtualSubnet(
                                "gateway",
                                gatewaySubnet,
                                List.of(prefix("10.254.254.0/29", "fd00:0:0:fe::/64")))),
                List.of(
                        new GatewayInterface(
                                gatewaySubnet,
                                IpAddress.parse(ipv6 ? "fd00:0:0:fe::1" : "10.254.254.1"),
                                new MacAddress(GATEWAY_MAC))),
                IntStream.range(0, vms).mapToObj(vm -> record(vm, vmSubnet)).toList(),
                List.of(),
                List.of(),
                ipv6 ? List.of(translated(tenant)) : List.of(),
                nat(tenant),
                new TenantBackEnd(SourceCheck.STRICT, null, true));
    }

    private IpPrefix prefix(String ipv4, String ofIpv6) {
        return IpPrefix.parse(ipv6 ? ofIpv6 : ipv4);
    }

    private LookupRecord record(int vm, VirtualSubnetId subnet) {
        return new LookupRecord(
                "vm" + vm,
                address(vm),
                subnet,
                new MacAddress(mac(vm)),
                IpAddress.ofIpv4(host(vm)));
    }

    private static TenantNetwork.TranslatedPrefix translated(int tenant) {
        long outside = OUTSIDE6 + ((long) (tenant + 1) << EACH_48);
        return new TenantNetwork.TranslatedPrefix(
                IpPrefix.parse("fd00::/48"), IpPrefix.of(new IpAddress(outside, 0), 48));
    }

    private TenantNat nat(int tenant) {
        List<Ipv4Address> addresses =
                ipv6
                        ? List.of()
                        : IntStream.range(0, publicAddresses)
                                .map(i -> FIRST_PUBLIC + tenant * publicAddresses + i)
                                .mapToObj(Ipv4Address::new)
                                .toList();
        return new TenantNat(
                addresses,
                List.of(),
                List.of(),
                NatFiltering.ENDPOINT_INDEPENDENT,
                NatTimers.DEFAULT,
                new NatQuota(1 << 24, 1 << 24));
    }
}
