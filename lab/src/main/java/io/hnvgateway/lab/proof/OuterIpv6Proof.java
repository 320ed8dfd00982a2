package io.hnvgateway.lab.proof;

import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.traffic.Capture;
import io.hnvgateway.lab.traffic.Ping;
import io.hnvgateway.lab.traffic.Seen;
import io.hnvgateway.lab.traffic.Station;
import io.hnvgateway.lab.traffic.Transfer.Arrival;

/// A host whose provider address is IPv6: its VM reaches the Internet, and the tenant's other
/// subnet, whose host has IPv4.
final class OuterIpv6Proof implements Proof {
    private static final int ONE_HOP_LESS = 63;

    @Override
    public String name() {
        return "NVGRE over an IPv6 provider network";
    }

    @Override
    public boolean isBulk() {
        return true;
    }

    @Override
    public Outcome run(LabNetwork lab) {
        Station vm = lab.tenants().fabrikamData().station();
        try (Capture wire =
                Capture.start(
                        lab.tenants().provider().ethernet().namespace(), "host3", "ip6 proto 47")) {
            vm.ping(LabPlan.INTERNET_6, "-c", "1", "-W", "2");
            vm.ping(LabPlan.FABRIKAM_WEB_CA, "-c", "1", "-W", "2");
            Ping out = vm.ping(LabPlan.INTERNET_6, "-c", "5", "-i", "0.2", "-W", "2");
            Seen seen = vm.whoAmI("http://[" + LabPlan.INTERNET_6 + "]");
            Ping across = vm.ping(LabPlan.FABRIKAM_WEB_CA, "-c", "3", "-i", "0.2", "-W", "2");
            Arrival arrival =
                    vm.download("http://[" + LabPlan.INTERNET_6 + "]", lab.payload()).finish();
            long tunnelled = wire.packets().size();
            return new Outcome(
                    out.allAnswered()
                            && seen.answered()
                            && arrival.whole()
                            && across.allAnswered()
                            && across.ttl() == ONE_HOP_LESS
                            && tunnelled >= 16,
                    "Internet %s, seen as %s, %s; other subnet %s, hop limit %d; %d packets in IPv6"
                            .formatted(
                                    out, seen.address(), arrival, across, across.ttl(), tunnelled));
        }
    }
}
