package io.hnvgateway.lab.isolation;

import java.util.List;

/// A tenant of the test: every one has the same addresses, nothing else in common.
///
/// @param index 0..49; VSIDs, MACs, public address and tag follow from it
/// @param publishes rules that let the outside in
record Tenant(int index, List<Vm> vms, Publishes publishes) {
    static final int GATEWAY_ADDRESS = 0x0AFEFE02;

    /// A VM; its address is one that other tenants have too.
    record Vm(int address, int vsid, long mac, int providerAddress) {}

    /// What of the tenant the outside may reach.
    ///
    /// @param direct the tenant's second subnet is routed
    record Publishes(boolean nat, boolean inboundRule, boolean oneToOne, boolean direct) {}

    int gatewayVsid() {
        return 100_000 + index * 16;
    }

    int vsid(int subnet) {
        return gatewayVsid() + 1 + subnet;
    }

    long gatewayMac() {
        return 0x02005E000000L | index;
    }

    int publicAddress() {
        return 0xCB007100 | (10 + index);
    }

    int oneToOneAddress() {
        return 0xCB007100 | (100 + index);
    }

    /// Network of the second subnet, a /24 of the tenant's own.
    int directNetwork() {
        return 0xAC100000 | index << 8;
    }

    boolean owns(int outsideAddress) {
        boolean dynamic =
                outsideAddress == publicAddress() && (publishes.nat || publishes.inboundRule);
        return dynamic
                || (publishes.oneToOne && outsideAddress == oneToOneAddress())
                || (publishes.direct && (outsideAddress & ~255) == directNetwork());
    }

    /// What every packet of the tenant's VMs carries in its payload.
    String tag() {
        return "HNVT%02d".formatted(index);
    }

    Tenant withVms(List<Vm> moved) {
        return new Tenant(index, moved, publishes);
    }
}
