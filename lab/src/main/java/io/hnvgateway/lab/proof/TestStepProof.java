package io.hnvgateway.lab.proof;

import io.hnvgateway.lab.LabController.Reply;
import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The controller's Test step passes: the gateway is reached, proves who it is, takes the token,
/// and finds all that it looks for, two hosts and VMs on them included.
final class TestStepProof implements Proof {
    /// Other lines may be skipped, these must pass.
    private static final List<String> NEEDED =
            List.of(
                    "TLS",
                    "authentication",
                    "role",
                    "VMHost",
                    "GatewayVM",
                    "provider-address-reachable " + LabPlan.HOST_1_PA,
                    "path-mtu " + LabPlan.HOST_2_PA,
                    "nvgre-round-trip " + LabPlan.HOST_1_PA,
                    "front-end-next-hop " + LabPlan.ROUTER);

    /// The lab's machine may have no time service: that is told, and no fault of the gateway.
    private static final String OF_THE_MACHINE = "Failed +clock: no time service .*";

    @Override
    public String name() {
        return "the controller's Test step";
    }

    @Override
    public Outcome run(LabNetwork lab) {
        Reply reply =
                lab.controller()
                        .order("test", "--host", LabPlan.HOST_1_PA, "--host", LabPlan.HOST_2_PA);
        List<String> lines = reply.output().lines().toList();
        List<String> missing =
                NEEDED.stream()
                        .filter(name ->
                                lines.stream()
                                        .noneMatch(line ->
                                                line.matches("Passed +" + quoted(name) + "(:.*)?")))
                        .toList();
        List<String> failed =
                lines.stream()
                        .filter(line -> line.startsWith("Failed ") && !line.matches(OF_THE_MACHINE))
                        .toList();
        return new Outcome(
                failed.isEmpty() && missing.isEmpty(),
                "%d passed, %d failed, %d skipped; %d operations implemented, %d not%s%n%s"
                        .formatted(
                                count(lines, "Passed"),
                                count(lines, "Failed"),
                                count(lines, "Skipped"),
                                count(lines, "Implemented"),
                                count(lines, "Not implemented"),
                                missing.isEmpty() ? "" : "; did not pass: " + missing,
                                lines.stream()
                                        .map(line -> "        " + line)
                                        .collect(Collectors.joining("\n"))));
    }

    private static String quoted(String name) {
        return Pattern.quote(name);
    }

    private static long count(List<String> lines, String result) {
        return lines.stream().filter(line -> line.startsWith(result + " ")).count();
    }
}
