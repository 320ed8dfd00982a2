package io.hnvgateway.ipsec.esp;

import io.hnvgateway.packet.Checksum;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.Memory;

/// Explicit congestion notification through a tunnel (RFC 6040): the lowest two bits of the traffic
/// class.
public final class Congestion {
    public static final int MASK = 3;
    static final int NOT_ECT = 0;
    static final int ECT_1 = 1;
    static final int ECT_0 = 2;
    static final int CE = 3;

    /// [#leaving]: the packet must be dropped.
    public static final int LOST = -1;

    private Congestion() {}

    /// DSCP and ECN of the packet at `ip`.
    public static int trafficClass(long ip, boolean ipv6) {
        return ipv6 ? Ipv6Header.trafficClass(ip) : Ipv4Header.typeOfService(ip);
    }

    /// Of the outer header: DSCP copied (RFC 4301 §5.1.2.1), ECN in normal mode, or in
    /// compatibility mode if the peer cannot take it out again (RFC 6040 §4.1, §4.3).
    static int entering(int trafficClass, boolean copiesEcn) {
        return copiesEcn ? trafficClass : trafficClass & ~MASK;
    }

    /// The ECN bits that leave the tunnel (RFC 6040 §4.2, figure 4), or [#LOST].
    ///
    /// ```
    ///            outer  Not-ECT   ECT(0)   ECT(1)    CE
    ///  inner Not-ECT    Not-ECT   Not-ECT  Not-ECT   drop
    ///  inner ECT(0)     ECT(0)    ECT(0)   ECT(1)    CE
    ///  inner ECT(1)     ECT(1)    ECT(1)   ECT(1)    CE
    ///  inner CE         CE        CE       CE        CE
    /// ```
    public static int leaving(int inner, int outer) {
        if (outer == CE) {
            return inner == NOT_ECT ? LOST : CE;
        }
        return inner == ECT_0 && outer == ECT_1 ? ECT_1 : inner;
    }

    /// Writes other ECN bits into an inner header.
    public static void write(long ip, boolean ipv6, int before, int after) {
        int changed = before ^ after;
        if (ipv6) {
            Memory.put8(ip + 1, Memory.u8(ip + 1) ^ (changed << 4));
            return;
        }
        Memory.put8(ip + 1, Memory.u8(ip + 1) ^ changed);
        int delta = Checksum.delta16(before, after);
        Memory.put16(ip + 10, Checksum.apply(Ipv4Header.checksum(ip), delta));
    }
}
