package io.hnvgateway.lab.proof;

import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.traffic.Capture;
import io.hnvgateway.lab.traffic.Ping;
import io.hnvgateway.lab.traffic.Seen;
import io.hnvgateway.lab.traffic.Station;

/// Woodgrove's VM uses Contoso's private address, which Contoso's own VM reaches, and gets nothing;
/// nor does it reach a provider address.
final class PrivateAddressProof implements Proof {
    @Override
    public String name() {
        return "Woodgrove reaches no private address of Contoso";
    }

    @Override
    public Outcome run(LabNetwork lab) {
        Station target = lab.tenants().contosoData().station();
        Seen own = lab.tenants().contosoWeb().station().whoAmI("http://" + LabPlan.DATA_CA);
        Station stranger = lab.tenants().woodgroveWeb().station();
        try (Capture atTarget =
                Capture.start(target.namespace(), target.device(), "icmp or dst port 443")) {
            Ping ping = stranger.ping(LabPlan.DATA_CA, "-c", "3", "-i", "0.2", "-W", "1");
            Seen http = stranger.whoAmI("http://" + LabPlan.DATA_CA + ":443");
            Ping host = stranger.ping(LabPlan.HOST_2_PA, "-c", "2", "-i", "0.2", "-W", "1");
            int arrived = atTarget.packets().size();
            boolean nothing = ping.received() + host.received() + arrived == 0 && !http.answered();
            return new Outcome(
                    own.answered() && nothing,
                    "ping %s, HTTP %s, provider address %s, %d packets arrived%s"
                            .formatted(
                                    ping,
                                    http.answered() ? "answered" : "silent",
                                    host,
                                    arrived,
                                    own.answered()
                                            ? ""
                                            : "; but Contoso itself got no answer either"));
        }
    }
}
