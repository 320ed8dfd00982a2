package io.hnvgateway.ipsec.vici;

import java.util.List;

/// A CHILD_SA as charon describes it. Of an SA that is gone its counters are the last ones.
///
/// @param name of its configuration
/// @param uniqueId charon's number of it
/// @param reqid the same through all rekeys
/// @param state charon's word, such as `INSTALLED` or `REKEYED`
/// @param spiIn, spiOut as unsigned numbers; 0 unknown
/// @param encryption algorithm, key length, integrity algorithm and group in charon's words
/// @param localSelectors, remoteSelectors such as `10.0.0.0/24` or `10.0.0.0/24[tcp/80]`
public record ChildSa(
        String name,
        long uniqueId,
        long reqid,
        String state,
        boolean udpEncapsulation,
        int spiIn,
        int spiOut,
        String encryption,
        Traffic traffic,
        long installedSeconds,
        long rekeySeconds,
        List<String> localSelectors,
        List<String> remoteSelectors) {

    public ChildSa {
        localSelectors = List.copyOf(localSelectors);
        remoteSelectors = List.copyOf(remoteSelectors);
    }

    /// What went through it.
    ///
    /// @param idleInSeconds, idleOutSeconds since the last packet; -1: none yet
    public record Traffic(
            long bytesIn,
            long packetsIn,
            long bytesOut,
            long packetsOut,
            long idleInSeconds,
            long idleOutSeconds) {

        /// Since the last packet of either direction; -1: none yet.
        public long idleSeconds() {
            if (idleInSeconds < 0 || idleOutSeconds < 0) {
                return Math.max(idleInSeconds, idleOutSeconds);
            }
            return Math.min(idleInSeconds, idleOutSeconds);
        }
    }

    static ChildSa of(ViciSection sa) {
        return new ChildSa(
                sa.text("name"),
                sa.number("uniqueid", 0),
                sa.number("reqid", 0),
                sa.text("state"),
                sa.isYes("encap"),
                (int) sa.hexadecimal("spi-in", 0),
                (int) sa.hexadecimal("spi-out", 0),
                Algorithms.of(sa, "encr-alg", "encr-keysize", "integ-alg", "dh-group"),
                traffic(sa),
                sa.number("install-time", 0),
                sa.number("rekey-time", 0),
                sa.texts("local-ts"),
                sa.texts("remote-ts"));
    }

    private static Traffic traffic(ViciSection sa) {
        return new Traffic(
                sa.number("bytes-in", 0),
                sa.number("packets-in", 0),
                sa.number("bytes-out", 0),
                sa.number("packets-out", 0),
                sa.number("use-in", -1),
                sa.number("use-out", -1));
    }
}
