package io.hnvgateway.nat;

import java.util.concurrent.TimeUnit;

/// Idle times after which a session ends.
///
/// @param udpNs UDP, and the other protocols of 1:1 rules (RFC 4787 REQ-5)
/// @param tcpEstablishedNs RFC 5382 REQ-5
/// @param tcpTransitoryNs TCP half open, closed by both sides, or after a RST
/// @param icmpNs ICMP queries (RFC 5508 REQ-2)
public record NatTimers(long udpNs, long tcpEstablishedNs, long tcpTransitoryNs, long icmpNs) {
    /// Above this the coarse clock's signed differences would wrap.
    private static final long MAX_NS = TimeUnit.DAYS.toNanos(20);

    public static final NatTimers DEFAULT =
            new NatTimers(
                    TimeUnit.SECONDS.toNanos(300),
                    TimeUnit.SECONDS.toNanos(7440),
                    TimeUnit.SECONDS.toNanos(240),
                    TimeUnit.SECONDS.toNanos(60));

    public NatTimers {
        check("udpNs", udpNs);
        check("tcpEstablishedNs", tcpEstablishedNs);
        check("tcpTransitoryNs", tcpTransitoryNs);
        check("icmpNs", icmpNs);
    }

    private static void check(String name, long valueNs) {
        if (valueNs <= 0 || valueNs > MAX_NS) {
            throw new IllegalArgumentException(name + " must be above 0 and at most 20 days");
        }
    }
}
