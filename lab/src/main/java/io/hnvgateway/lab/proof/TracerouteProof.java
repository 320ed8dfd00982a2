package io.hnvgateway.lab.proof;

import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.traffic.Station;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Traceroute shows the gateway under its customer address, then the destination: with UDP probes
/// (ICMP errors translated on their way back) and with ICMP probes.
final class TracerouteProof implements Proof {
    private static final Pattern HOP = Pattern.compile("(?m)^ *\\d+  (\\S+)");
    private static final List<String> EXPECTED = List.of(LabPlan.GATEWAY_CA, LabPlan.INTERNET);

    @Override
    public String name() {
        return "traceroute shows the gateway";
    }

    @Override
    public Outcome run(LabNetwork lab) {
        Station vm = lab.tenants().contosoWeb().station();
        List<String> udp = hops(vm, "-U");
        List<String> icmp = hops(vm, "-I");
        return new Outcome(
                udp.equals(EXPECTED) && icmp.equals(EXPECTED),
                "UDP %s, ICMP %s".formatted(String.join(" → ", udp), String.join(" → ", icmp)));
    }

    private static List<String> hops(Station vm, String probes) {
        String output =
                vm.run(
                                Duration.ofSeconds(10),
                                "traceroute",
                                "-n",
                                probes,
                                "-q",
                                "1",
                                "-N",
                                "1",
                                "-w",
                                "2",
                                "-m",
                                "3",
                                LabPlan.INTERNET)
                        .output();
        return HOP.matcher(output).results().map((MatchResult hop) -> hop.group(1)).toList();
    }
}
