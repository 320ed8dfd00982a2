package io.hnvgateway.lab.proof;

import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.traffic.Station;
import java.util.List;

/// Traceroute shows the gateway under its customer address, then the destination: with UDP probes
/// (ICMP errors translated on their way back) and with ICMP probes.
final class TracerouteProof implements Proof {
    private static final List<String> EXPECTED = List.of(LabPlan.GATEWAY_CA, LabPlan.INTERNET);

    @Override
    public String name() {
        return "traceroute shows the gateway";
    }

    @Override
    public Outcome run(LabNetwork lab) {
        Station vm = lab.tenants().contosoWeb().station();
        List<String> udp = vm.traceroute(LabPlan.INTERNET, "-U");
        List<String> icmp = vm.traceroute(LabPlan.INTERNET, "-I");
        return new Outcome(
                udp.equals(EXPECTED) && icmp.equals(EXPECTED),
                "UDP %s, ICMP %s".formatted(String.join(" → ", udp), String.join(" → ", icmp)));
    }
}
