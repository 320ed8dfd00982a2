package io.hnvgateway.lab.isolation;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.List;

/// A tenant of the test: every one has the same addresses of both families, nothing else in common.
///
/// @param index 0..49; VSIDs, MACs, outside addresses and tag follow from it
/// @param publishes rules that let the outside in
record Tenant(int index, List<Vm> vms, Publishes publishes) {
    static final IpAddress GATEWAY_ADDRESS = IpAddress.parse("10.254.254.2");
    static final IpAddress GATEWAY_ADDRESS_6 = IpAddress.parse("fd00:10:0:fe::2");
    static final IpPrefix SUBNET = IpPrefix.parse("10.0.0.0/24");
    static final IpPrefix SUBNET_6 = IpPrefix.parse("fd00:10:0:1::/64");
    static final IpPrefix INSIDE_6 = IpPrefix.parse("fd00:10::/48");

    /// Position of the VM by IP rewrite and of the one whose addresses are learned.
    static final int REWRITTEN = 3;

    static final int LEARNING = 4;

    /// What of the tenant the outside may reach.
    ///
    /// @param direct the tenant's second subnet is routed, in both families
    /// @param translated the inside prefix has an outside one
    record Publishes(
            boolean nat,
            boolean inboundRule,
            boolean oneToOne,
            boolean direct,
            boolean translated) {}

    int gatewayVsid() {
        return 100_000 + index * 16;
    }

    int vsid(int subnet) {
        return gatewayVsid() + 1 + subnet;
    }

    long gatewayMac() {
        return 0x02005E000000L | index;
    }

    IpAddress publicAddress() {
        return IpAddress.ofIpv4(0xCB007100 | (10 + index));
    }

    IpAddress oneToOneAddress() {
        return IpAddress.ofIpv4(0xCB007100 | (100 + index));
    }

    /// The second subnet's: of the tenant's own.
    IpPrefix directPrefix() {
        return IpPrefix.of(IpAddress.ofIpv4(0xAC100000 | index << 8), 24);
    }

    IpPrefix directPrefix6() {
        return IpPrefix.of(new IpAddress(0x20010db8_000d0000L | index, 0), 64);
    }

    /// What the inside prefix is outside.
    IpPrefix outsidePrefix6() {
        return IpPrefix.of(new IpAddress(0x20010db8_01000000L | (long) index << 16, 0), 48);
    }

    boolean isDirect(IpAddress address) {
        return publishes.direct
                && (directPrefix().contains(address.high(), address.low())
                        || directPrefix6().contains(address.high(), address.low()));
    }

    boolean owns(IpAddress outside) {
        boolean dynamic =
                outside.equals(publicAddress()) && (publishes.nat || publishes.inboundRule);
        boolean translated =
                publishes.translated && outsidePrefix6().contains(outside.high(), outside.low());
        return dynamic
                || translated
                || (publishes.oneToOne && outside.equals(oneToOneAddress()))
                || isDirect(outside);
    }

    /// What every packet of the tenant's VMs carries in its payload.
    String tag() {
        return "HNVT%02d".formatted(index);
    }

    Tenant withVms(List<Vm> moved) {
        return new Tenant(index, moved, publishes);
    }
}
