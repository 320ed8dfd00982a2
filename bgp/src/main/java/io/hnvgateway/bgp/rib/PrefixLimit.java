package io.hnvgateway.bgp.rib;

/// How many prefixes a peer may announce (RFC 4486 §4, Cease subcode 1).
///
/// @param warningPercent of the maximum, at which a warning is given
/// @param restartSeconds after which an ended session may come back; 0: only by [BgpRouter#clear]
public record PrefixLimit(int maximum, int warningPercent, int restartSeconds) {
    public static final PrefixLimit DEFAULT = new PrefixLimit(10_000, 80, 300);

    public PrefixLimit {
        if (maximum < 1 || warningPercent < 1 || warningPercent > 100 || restartSeconds < 0) {
            throw new IllegalArgumentException(
                    "a maximum of prefixes is at least 1, its warning at 1..100 %, the restart time"
                            + " not negative");
        }
    }

    boolean warns(int received) {
        return received >= (long) maximum * warningPercent / 100;
    }
}
