package io.hnvgateway.benchmarks.forward;

/// The addresses of one tenant; the customer addresses are the same for all of them.
record Tenant(int index) {
    static final String VM_ADDRESS = "10.0.0.10";
    static final String VM_MAC = "02:00:00:00:01:10";
    static final String GATEWAY_ADDRESS = "10.254.254.2";
    static final String GATEWAY_MAC = "02:00:5e:00:50:02";
    static final String HOST_PA = "192.0.2.11";
    static final String GATEWAY_PA = "192.0.2.1";
    static final String NEXT_HOP = "203.0.113.1";
    static final String SERVER = "198.51.100.2";
    static final String PUBLIC_NETWORK = "203.0.113.0";
    static final String PUBLIC_POOL = "203.0.113.16/28";

    /// The gateway's own on the front end; no tenant's.
    static final String FRONT_END_ADDRESS = "203.0.113.2";

    private static final int FIRST_VSID = 5000;
    private static final int FIRST_PUBLIC = 17;

    int gatewayVsid() {
        return FIRST_VSID + 2 * index;
    }

    int vmVsid() {
        return gatewayVsid() + 1;
    }

    String name() {
        return "tenant" + index;
    }

    String routingDomainId() {
        return "{beefbeef-0000-4000-8000-%012x}".formatted(index + 1);
    }

    String publicAddress() {
        return "203.0.113." + (FIRST_PUBLIC + index);
    }
}
