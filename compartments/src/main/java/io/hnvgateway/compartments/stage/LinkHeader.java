package io.hnvgateway.compartments.stage;

import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;

/// The Ethernet header of a frame that goes back over the link that another one came from: with its
/// VLAN tag, if it had one.
final class LinkHeader {
    private LinkHeader() {}

    /// Length of the received frame's header, and of one that answers it.
    static int bytes(Packet received) {
        return EthernetHeader.BYTES + (isTagged(received) ? EthernetHeader.VLAN_TAG_BYTES : 0);
    }

    /// MAC address that the frame came from.
    static long sender(Packet received) {
        return EthernetHeader.source(received.receivedAddress);
    }

    /// Writes [#bytes] bytes at `ethernet`.
    static void write(long ethernet, Packet received, long destination, long source, int type) {
        if (isTagged(received)) {
            EthernetHeader.write(
                    ethernet, destination, source, EthernetHeader.type(received.receivedAddress));
            int vlan = EthernetHeader.vlanId(received.receivedAddress);
            Memory.put16(ethernet + EthernetHeader.BYTES, vlan);
            Memory.put16(ethernet + EthernetHeader.BYTES + 2, type);
        } else {
            EthernetHeader.write(ethernet, destination, source, type);
        }
    }

    private static boolean isTagged(Packet received) {
        return EthernetHeader.isVlan(EthernetHeader.type(received.receivedAddress));
    }
}
