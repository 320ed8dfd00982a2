package io.hnvgateway.lab.proof;

import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.traffic.Seen;
import io.hnvgateway.lab.traffic.Station;

/// From the Internet, port 60443 of Woodgrove's external address is port 443 of its VM.
final class PortForwardProof implements Proof {
    private static final int EXTERNAL_PORT = 60443;

    @Override
    public String name() {
        return "port 60443 forwarded to Woodgrove's VM";
    }

    @Override
    public Outcome run(LabNetwork lab) {
        Station vm = lab.tenants().woodgroveWeb().station();
        Seen outside = vm.whoAmI("http://" + LabPlan.INTERNET);
        if (!outside.answered()) {
            return new Outcome(
                    false, "Woodgrove's external address unknown: %s".formatted(outside.address()));
        }
        String url = "http://" + outside.address() + ":" + EXTERNAL_PORT;
        Seen inside = lab.outside().internet().whoAmI(url);
        return new Outcome(
                inside.is(vm.name(), LabPlan.INTERNET),
                "%s: %s %s"
                        .formatted(
                                url,
                                inside.answered() ? inside.server() + " sees" : "",
                                inside.address()));
    }
}
