package io.hnvgateway.lab.proof;

import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.traffic.Ping;
import io.hnvgateway.lab.traffic.Seen;
import io.hnvgateway.lab.traffic.Station;
import io.hnvgateway.lab.traffic.Transfer.Arrival;

/// Contoso's two subnets talk through the gateway: untranslated, and one hop is counted.
final class SubnetsProof implements Proof {
    private static final int ONE_HOP_LESS = 63;

    @Override
    public String name() {
        return "Contoso's subnets through the gateway";
    }

    @Override
    public boolean isBulk() {
        return true;
    }

    @Override
    public Outcome run(LabNetwork lab) {
        Station web = lab.tenants().contosoWeb().station();
        Station data = lab.tenants().contosoData().station();
        Seen seen = web.whoAmI("http://" + LabPlan.DATA_CA);
        Arrival arrival = web.download("http://" + LabPlan.DATA_CA, lab.payload()).finish();
        Ping ping = data.ping(LabPlan.WEB_CA, "-c", "3", "-i", "0.2", "-W", "2");
        return new Outcome(
                seen.is(data.name(), LabPlan.WEB_CA)
                        && arrival.whole()
                        && ping.allAnswered()
                        && ping.ttl() == ONE_HOP_LESS,
                "VM in 10.0.1.0/24 sees %s; %s; ping back %s, TTL %d"
                        .formatted(seen.address(), arrival, ping, ping.ttl()));
    }
}
