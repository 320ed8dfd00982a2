package io.hnvgateway.lab.proof;

import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.traffic.Ping;
import io.hnvgateway.lab.traffic.Station;

/// The gateway's process is killed: its host passes no new flow on and answers nothing in its
/// place. Started again, it serves the tenants as before, without being told anew.
final class CrashProof implements Proof {
    @Override
    public String name() {
        return "kill -9: closed to new flows, comes back with its state";
    }

    @Override
    public Outcome run(LabNetwork lab) {
        Station vm = lab.tenants().woodgroveWeb().station();
        lab.gateway().kill();
        Ping dead = vm.ping(LabPlan.INTERNET, "-c", "3", "-i", "0.2", "-W", "1");
        long refusals = lab.fromGateway().count("unreachable");
        lab.gateway().restart();
        vm.ping(LabPlan.INTERNET, "-c", "1", "-W", "2");
        Ping back = vm.ping(LabPlan.INTERNET, "-c", "3", "-i", "0.2", "-W", "2");
        return new Outcome(
                dead.received() == 0 && refusals == 0 && back.allAnswered(),
                "killed: %s, %d ICMP errors from its host; restarted: %s"
                        .formatted(dead, refusals, back));
    }
}
