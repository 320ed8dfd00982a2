package io.hnvgateway.benchmarks.traffic;

/// The addresses of one tenant; the customer addresses are the same for all of them.
public record Tenant(int index) {
    public static final String VM_ADDRESS = "10.0.0.10";
    public static final String VM_MAC = "02:00:00:00:01:10";
    public static final String GATEWAY_ADDRESS = "10.254.254.2";
    public static final String GATEWAY_MAC = "02:00:5e:00:50:02";
    public static final String HOST_PA = "192.0.2.11";
    public static final String GATEWAY_PA = "192.0.2.1";
    public static final String NEXT_HOP = "203.0.113.1";
    public static final String SERVER = "198.51.100.2";
    public static final String PUBLIC_POOL = "203.0.113.16/28";

    /// The gateway's own on the front end; no tenant's.
    public static final String FRONT_END_ADDRESS = "203.0.113.2";

    private static final int FIRST_VSID = 5000;

    public int gatewayVsid() {
        return FIRST_VSID + 2 * index;
    }

    public int vmVsid() {
        return gatewayVsid() + 1;
    }

    public String name() {
        return "tenant" + index;
    }

    public String routingDomainId() {
        return "{beefbeef-0000-4000-8000-%012x}".formatted(index + 1);
    }

    /// Of the benchmarking network (RFC 2544 §C.2.2), consecutive.
    public String publicAddress() {
        return "198.18.%d.%d".formatted(index >> 8, index & 255);
    }
}
