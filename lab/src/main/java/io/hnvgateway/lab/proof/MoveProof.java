package io.hnvgateway.lab.proof;

import io.hnvgateway.lab.LabController;
import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.SecondGateway;
import io.hnvgateway.lab.gateway.TenantTraffic;
import io.hnvgateway.lab.traffic.Ping;
import io.hnvgateway.lab.traffic.Station;

/// One command moves Contoso to a second gateway, and one back: each time its VM reaches the
/// Internet through the gateway that has it, and no gateway differs from what it should be.
final class MoveProof implements Proof {
    @Override
    public String name() {
        return "Contoso moves to a second gateway and back";
    }

    @Override
    public boolean needsSecondGateway() {
        return true;
    }

    @Override
    public Outcome run(LabNetwork lab) {
        LabController controller = lab.controller();
        SecondGateway second = lab.startSecond();
        try {
            controller.must("move", "contoso", "--to", SecondGateway.NAME);
            TenantTraffic before = second.gateway().traffic();
            Ping away = pings(lab);
            long carried = second.gateway().traffic().since(before).java();
            String drift = controller.drift();
            controller.must("move", "contoso", "--to", "gateway1");
            Ping back = pings(lab);
            drift += controller.drift();
            return new Outcome(
                    away.allAnswered() && back.allAnswered() && carried > 0 && drift.isEmpty(),
                    "at the second %s, %d frames there; back %s; %s"
                            .formatted(
                                    away,
                                    carried,
                                    back,
                                    drift.isEmpty() ? "no drift" : "drift: " + drift));
        } finally {
            lab.endSecond();
        }
    }

    /// The first packets on a way may be lost while its ends still ask for each other by ARP.
    private static Ping pings(LabNetwork lab) {
        Station vm = lab.tenants().contosoWeb().station();
        vm.ping(LabPlan.INTERNET, "-c", "2", "-i", "0.3", "-W", "2");
        return vm.ping(LabPlan.INTERNET, "-c", "3", "-i", "0.2", "-W", "2");
    }
}
