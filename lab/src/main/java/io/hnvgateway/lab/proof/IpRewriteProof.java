package io.hnvgateway.lab.proof;

import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.traffic.Capture;
import io.hnvgateway.lab.traffic.Ping;
import io.hnvgateway.lab.traffic.Seen;
import io.hnvgateway.lab.traffic.Station;
import io.hnvgateway.lab.traffic.Transfer.Arrival;

/// Contoso's VM by IP rewrite: to the Internet through Contoso's NAT, and with a VM behind NVGRE;
/// on the provider network its provider address alone is seen.
final class IpRewriteProof implements Proof {
    private static final String SERVER = "http://" + LabPlan.INTERNET;

    @Override
    public String name() {
        return "a VM by IP rewrite, without encapsulation";
    }

    @Override
    public Outcome run(LabNetwork lab) {
        Station vm = lab.tenants().contosoRewrite();
        Station data = lab.tenants().contosoData().station();
        try (Capture wire =
                Capture.start(
                        lab.tenants().provider().ethernet().namespace(),
                        "host4",
                        "host " + LabPlan.REWRITE_PA + " or proto 47")) {
            vm.ping(LabPlan.INTERNET, "-c", "1", "-W", "2");
            Ping out = vm.ping(LabPlan.INTERNET, "-c", "3", "-i", "0.2", "-W", "2");
            Seen seen = vm.whoAmI(SERVER);
            Arrival arrival = vm.download(SERVER, lab.payload()).finish();
            Ping from = data.ping(LabPlan.REWRITE_CA, "-c", "3", "-i", "0.2", "-W", "2");
            boolean plain =
                    wire.count(LabPlan.REWRITE_PA) > 0
                            && wire.count("GRE") == 0
                            && wire.count(" " + LabPlan.REWRITE_CA + " ") == 0;
            return new Outcome(
                    out.allAnswered()
                            && seen.is("internet", LabPlan.CONTOSO_EXTERNAL)
                            && arrival.whole()
                            && from.allAnswered()
                            && plain,
                    "Internet %s, seen as %s, %s; from a VM behind NVGRE %s; %s"
                            .formatted(
                                    out,
                                    seen.address(),
                                    arrival,
                                    from,
                                    plain ? "provider address only" : "wrong form on the wire"));
        }
    }
}
