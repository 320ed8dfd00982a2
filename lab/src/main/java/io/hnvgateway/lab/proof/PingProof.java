package io.hnvgateway.lab.proof;

import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.traffic.Ping;
import io.hnvgateway.lab.traffic.Station;

/// Every echo request of both tenants to the Internet is answered.
final class PingProof implements Proof {
    @Override
    public String name() {
        return "both tenants ping the Internet";
    }

    @Override
    public Outcome run(LabNetwork lab) {
        // The first packet on a way may be lost while its ends still ask for each other by ARP.
        lab.tenants().contosoWeb().station().ping(LabPlan.INTERNET, "-c", "1", "-W", "2");
        lab.tenants().woodgroveWeb().station().ping(LabPlan.INTERNET, "-c", "1", "-W", "2");
        Ping contoso = fivePings(lab.tenants().contosoWeb().station());
        Ping woodgrove = fivePings(lab.tenants().woodgroveWeb().station());
        return new Outcome(
                contoso.allAnswered() && woodgrove.allAnswered(),
                "Contoso %s, Woodgrove %s".formatted(contoso, woodgrove));
    }

    private static Ping fivePings(Station station) {
        return station.ping(LabPlan.INTERNET, "-c", "5", "-i", "0.2", "-W", "2");
    }
}
