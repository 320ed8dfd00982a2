package io.hnvgateway.lab.isolation;

import io.hnvgateway.packet.IpAddress;
import java.nio.ByteBuffer;

/// REDIRECT and UNREACHABLE of hosts (MS-NVGREE §2.2), honest and forged, as inner packets.
final class ControlTraffic {
    private static final int REDIRECT = 5 << 8 | 10;
    private static final int REDIRECT_6 = 137 << 8 | 1;
    private static final int UNREACHABLE = 3 << 8 | 10;
    private static final int UNREACHABLE_6 = 1 << 8 | 1;
    private static final int HOP_LIMIT = 128;

    private ControlTraffic() {}

    /// "The VM that you meant is there now": of the family of its sender.
    ///
    /// @param from the host that says so, by the inner header
    /// @param target where the VM is said to be
    /// @param about the packet that the host got
    static byte[] redirect(IpAddress from, IpAddress target, byte[] about) {
        if (from.isIpv4()) {
            int rest = target.isIpv4() ? (int) target.low() : 0;
            return packet(from, Bytes.icmp(REDIRECT, rest, about));
        }
        ByteBuffer option = ByteBuffer.allocate(8 + (about.length + 7) / 8 * 8);
        option.put((byte) 4).put((byte) (option.capacity() / 8)).position(8).put(about);
        byte[] to = ByteBuffer.allocate(16).putLong(target.high()).putLong(target.low()).array();
        byte[] body = Bytes.join(to, new byte[16], option.array());
        return packet(from, Bytes.icmp(REDIRECT_6, 0, body));
    }

    /// "I know no such VM".
    static byte[] unreachable(IpAddress from, byte[] about) {
        return packet(from, Bytes.icmp(from.isIpv4() ? UNREACHABLE : UNREACHABLE_6, 0, about));
    }

    private static byte[] packet(IpAddress from, byte[] message) {
        int protocol = from.isIpv4() ? Bytes.ICMP : Bytes.ICMPV6;
        return Bytes.ip(from, World.gatewayPa(from), HOP_LIMIT, protocol, message);
    }
}
