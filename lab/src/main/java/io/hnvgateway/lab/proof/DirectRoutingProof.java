package io.hnvgateway.lab.proof;

import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.traffic.Seen;
import io.hnvgateway.lab.traffic.Station;
import io.hnvgateway.lab.traffic.Transfer.Arrival;

/// The data centre and Contoso's second subnet reach each other, both with their own addresses; one
/// megabyte comes out of the subnet.
final class DirectRoutingProof implements Proof {
    @Override
    public String name() {
        return "direct routing of 10.0.1.0/24, both ways";
    }

    @Override
    public boolean isBulk() {
        return true;
    }

    @Override
    public Outcome run(LabNetwork lab) {
        Station vm = lab.tenants().contosoData().station();
        Station host = lab.outside().dataCenter();
        Seen out = vm.whoAmI("http://" + LabPlan.DATA_CENTER);
        Seen in = host.whoAmI("http://" + LabPlan.DATA_CA);
        Arrival arrival = host.download("http://" + LabPlan.DATA_CA, lab.payload()).finish();
        return new Outcome(
                out.is(host.name(), LabPlan.DATA_CA)
                        && in.is(vm.name(), LabPlan.DATA_CENTER)
                        && arrival.whole(),
                "data centre sees %s, VM sees %s; %s"
                        .formatted(out.address(), in.address(), arrival));
    }
}
