package io.hnvgateway.lab;

import io.hnvgateway.lab.ovs.VirtualSubnet;
import io.hnvgateway.lab.ovs.VirtualSubnet.GatewayWildcard;

/// Every address of the lab, as drawn in the package's picture; the tenants' are those of
/// `two-tenants.json`.
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

    public static final GatewayWildcard CONTOSO =
            new GatewayWildcard(5000, "02:00:5e:00:50:02", GATEWAY_PA);
    public static final GatewayWildcard WOODGROVE =
            new GatewayWildcard(6000, "02:00:5e:00:60:02", GATEWAY_PA);
    public static final VirtualSubnet CONTOSO_WEB = new VirtualSubnet(5001, "10.0.0.1", CONTOSO);
    public static final VirtualSubnet CONTOSO_DATA = new VirtualSubnet(5002, "10.0.1.1", CONTOSO);
    public static final VirtualSubnet WOODGROVE_WEB =
            new VirtualSubnet(6001, "10.0.0.1", WOODGROVE);

    /// MTU inside the tunnel: 1500 less the 42 bytes of NVGRE over IPv4.
    public static final int TENANT_MTU_BYTES = 1458;

    private LabPlan() {}
}
