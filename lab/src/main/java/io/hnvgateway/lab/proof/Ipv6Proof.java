package io.hnvgateway.lab.proof;

import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.traffic.Ping;
import io.hnvgateway.lab.traffic.Seen;
import io.hnvgateway.lab.traffic.Station;
import io.hnvgateway.lab.traffic.Transfer.Arrival;
import java.util.List;

/// A tenant with IPv6 only reaches the Internet: ping, HTTP with 1 MB, traceroute; outside it has
/// an address of its outside prefix.
final class Ipv6Proof implements Proof {
    private static final String SERVER = "http://[" + LabPlan.INTERNET_6 + "]";
    private static final String OUTSIDE = "2001:db8:fa:";
    private static final List<String> HOPS =
            List.of(LabPlan.FABRIKAM_GATEWAY_CA, LabPlan.INTERNET_6);

    @Override
    public String name() {
        return "IPv6 tenant: ping, HTTP, traceroute";
    }

    @Override
    public boolean isBulk() {
        return true;
    }

    @Override
    public Outcome run(LabNetwork lab) {
        Station vm = lab.tenants().fabrikamWeb().station();
        // The first packet on a way may be lost while its ends still ask for each other.
        vm.ping(LabPlan.INTERNET_6, "-c", "1", "-W", "2");
        Ping ping = vm.ping(LabPlan.INTERNET_6, "-c", "5", "-i", "0.2", "-W", "2");
        Seen seen = vm.whoAmI(SERVER);
        Arrival arrival = vm.download(SERVER, lab.payload()).finish();
        List<String> hops = vm.traceroute(LabPlan.INTERNET_6, "-U");
        return new Outcome(
                ping.allAnswered()
                        && seen.server().equals("internet")
                        && seen.address().startsWith(OUTSIDE)
                        && arrival.whole()
                        && hops.equals(HOPS),
                "ping %s, seen as %s, %s, hops %s"
                        .formatted(ping, seen.address(), arrival, String.join(" → ", hops)));
    }
}
