package io.hnvgateway.lab;

import io.hnvgateway.lab.ovs.VirtualSubnet;
import io.hnvgateway.lab.ovs.VirtualSubnet.GatewayWildcard;

/// Every address of the lab, as drawn in the package's picture; the tenants' are those of
/// `tenants.json`.
public final class LabPlan {
    public static final String GATEWAY_PA = "192.0.2.1";
    public static final String HOST_1_PA = "192.0.2.11";
    public static final String HOST_2_PA = "192.0.2.12";

    public static final String GATEWAY_FRONT_END = "198.51.100.1";
    public static final String ROUTER = "198.51.100.254";
    public static final String DATA_CENTER = "198.51.100.50";
    public static final String INTERNET = "198.18.0.100";
    public static final String INTERNET_TOO = "198.18.0.101";
    public static final String NAT_POOL = "203.0.113.0/24";
    public static final String CONTOSO_EXTERNAL = "203.0.113.10";

    public static final String GATEWAY_CA = "10.254.254.2";

    /// Contoso's first VM and Woodgrove's only one: the same address on purpose.
    public static final String WEB_CA = "10.0.0.10";

    public static final String DATA_CA = "10.0.1.20";
    public static final String DATA_PREFIX = "10.0.1.0/24";

    /// Of the provider network's second family; only host 3 uses it.
    public static final String GATEWAY_PA_6 = "fd00:b::1";

    public static final String HOST_3_PA = "fd00:b::13";

    public static final String GATEWAY_FRONT_END_6 = "2001:db8:f::1";
    public static final String ROUTER_6 = "2001:db8:f::fe";
    public static final String INTERNET_6 = "2001:db8:e::100";

    /// Two offices behind VPN devices, with one network inside on purpose.
    public static final String CONTOSO_OFFICE = "198.51.100.71";

    public static final String WOODGROVE_OFFICE = "198.51.100.72";
    public static final String OFFICE_CA = "172.16.1.1";
    public static final String OFFICE_NET = "172.16.1.0/24";
    public static final String WEB_NET = "10.0.0.0/24";

    /// What an office may have in its tunnel.
    public static final String OFFICE_NETS = "172.16.0.0/16";

    /// What both offices have besides and no configuration of the gateway names.
    public static final String BRANCH_NET = "172.16.2.0/24";

    public static final String BRANCH_CA = "172.16.2.1";

    /// A second way to the Internet of equal cost.
    public static final String ROUTER_TOO = "198.51.100.253";

    /// Fabrikam has IPv6 only; outside, another prefix stands for its own (RFC 6296).
    public static final String FABRIKAM_GATEWAY_CA = "fd00:10:0:fe::2";

    public static final String FABRIKAM_WEB_CA = "fd00:10:0:1::10";
    public static final String FABRIKAM_DATA_CA = "fd00:10:0:2::20";
    public static final String FABRIKAM_OUTSIDE = "2001:db8:fa::/48";

    /// Contoso's VM by IP rewrite: its customer address and the provider address of its own.
    public static final String REWRITE_CA = "10.0.0.30";

    public static final String REWRITE_PA = "192.0.2.130";
    public static final String REWRITE_HOST = "192.0.2.14";

    /// A second gateway, to which a tenant can move.
    public static final String SECOND_PA = "192.0.2.2";

    public static final String SECOND_FRONT_END = "198.51.100.2";

    public static final GatewayWildcard CONTOSO = wildcard(5000, "02:00:5e:00:50:02");
    public static final GatewayWildcard CONTOSO_AT_SECOND =
            new GatewayWildcard(5000, CONTOSO.mac(), SECOND_PA, GATEWAY_PA_6);
    public static final GatewayWildcard WOODGROVE = wildcard(6000, "02:00:5e:00:60:02");
    public static final GatewayWildcard FABRIKAM = wildcard(7000, "02:00:5e:00:70:02");
    public static final VirtualSubnet CONTOSO_WEB = new VirtualSubnet(5001, "10.0.0.1", CONTOSO);
    public static final VirtualSubnet CONTOSO_DATA = new VirtualSubnet(5002, "10.0.1.1", CONTOSO);
    public static final VirtualSubnet WOODGROVE_WEB =
            new VirtualSubnet(6001, "10.0.0.1", WOODGROVE);
    public static final VirtualSubnet FABRIKAM_WEB =
            new VirtualSubnet(7001, "fd00:10:0:1::1", FABRIKAM);
    public static final VirtualSubnet FABRIKAM_DATA =
            new VirtualSubnet(7002, "fd00:10:0:2::1", FABRIKAM);

    /// MTU inside the tunnel: 1500 less the 42 bytes of NVGRE over IPv4.
    public static final int TENANT_MTU_BYTES = 1458;

    private LabPlan() {}

    private static GatewayWildcard wildcard(int vsid, String mac) {
        return new GatewayWildcard(vsid, mac, GATEWAY_PA, GATEWAY_PA_6);
    }
}
