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
        long unreachable = packets.stream().filter(packet -> packet.contains("ICMP")).count();
        long resets = packets.stream().filter(packet -> packet.contains("Flags [R")).count();
        return new Outcome(
                arp > 0 && unreachable == 0 && resets == 0,
                "from its provider address: %d ICMP, %d TCP resets (and %d ARP)"
                        .formatted(unreachable, resets, arp));
    }
}
