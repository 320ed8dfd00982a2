package io.hnvgateway.lab.proof;

import io.hnvgateway.lab.LabNetwork;
import java.util.List;

/// During the whole demo the host's kernel never answered for tunnel traffic.
final class SilentKernelProof implements Proof {
    @Override
    public String name() {
        return "the gateway's kernel stayed silent";
    }

    @Override
    public Outcome run(LabNetwork lab) {
        List<String> packets = lab.fromGateway().packets();
        // ARP shows that the capture would have seen the others.
        long arp = packets.stream().filter(packet -> packet.contains("ARP")).count();
        List<String> answers = packets.stream().filter(SilentKernelProof::isRefusal).toList();
        return new Outcome(
                arp > 0 && answers.isEmpty(),
                "%d ICMP errors or TCP resets from its provider address, %d ARP%s"
                        .formatted(
                                answers.size(),
                                arp,
                                answers.isEmpty() ? "" : ": " + answers.getFirst()));
    }

    private static boolean isRefusal(String packet) {
        return packet.contains("unreachable") || packet.contains("Flags [R");
    }
}
