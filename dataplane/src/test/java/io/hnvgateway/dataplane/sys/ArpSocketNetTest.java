package io.hnvgateway.dataplane.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hnvgateway.dataplane.net.Shell;
import io.hnvgateway.dataplane.net.VethPeer;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.MacAddress;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Against the ARP of a real kernel.
final class ArpSocketNetTest {
    private static final int ANSWER_MS = 3000;
    private static final int SILENCE_MS = 90;
    private static final int PROBE = 0;

    @Test
    void findsTheOneThatHasAnAddressAndNobodyElse() {
        try (VethPeer peer = new VethPeer()) {
            peer.inPeer("ip address add 192.0.2.1/24 dev " + VethPeer.PEER);
            try (ArpSocket arp = new ArpSocket(NetDevice.of(peer.device()))) {
                assertEquals(
                        OptionalLong.of(MacAddress.parse(VethPeer.PEER_MAC).bits()),
                        arp.ask(PROBE, bits("192.0.2.1"), ANSWER_MS));
                assertEquals(
                        OptionalLong.of(MacAddress.parse(VethPeer.PEER_MAC).bits()),
                        arp.ask(bits("192.0.2.9"), bits("192.0.2.1"), ANSWER_MS));
                assertEquals(OptionalLong.empty(), arp.ask(PROBE, bits("192.0.2.2"), SILENCE_MS));
            }
        }
    }

    @Test
    void saysThatItsDeviceIsDown() {
        try (VethPeer peer = new VethPeer();
                ArpSocket arp = new ArpSocket(NetDevice.of(peer.device()))) {
            Shell.run("ip link set " + peer.device() + " down");
            assertThrows(
                    SystemCallException.class, () -> arp.ask(PROBE, bits("192.0.2.1"), SILENCE_MS));
        }
    }

    private static int bits(String address) {
        return IpAddress.parse(address).ipv4Bits();
    }
}
