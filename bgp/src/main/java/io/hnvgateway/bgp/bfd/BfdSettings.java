package io.hnvgateway.bgp.bfd;

/// A session's parameters as they are configured.
///
/// @param desiredMinTxUs the least interval at which packets shall be sent, while Up
/// @param requiredMinRxUs the least interval at which packets may come
/// @param detectMultiplier packets in a row that the peer must miss
public record BfdSettings(int desiredMinTxUs, int requiredMinRxUs, int detectMultiplier) {
    public static final int LEAST_INTERVAL_US = 10_000;
    public static final int MOST_INTERVAL_US = 10_000_000;
    public static final int MOST_MULTIPLIER = 255;

    /// Detects within 300 ms.
    public static final BfdSettings DEFAULT = new BfdSettings(100_000, 100_000, 3);

    public BfdSettings {
        String faults =
                interval("desiredMinTxUs", desiredMinTxUs)
                        + interval("requiredMinRxUs", requiredMinRxUs)
                        + multiplier(detectMultiplier);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(faults.substring(2));
        }
    }

    private static String interval(String name, int value) {
        return value >= LEAST_INTERVAL_US && value <= MOST_INTERVAL_US
                ? ""
                : "; %s: %d: must be %d..%d (100000 is 100 ms)"
                        .formatted(name, value, LEAST_INTERVAL_US, MOST_INTERVAL_US);
    }

    private static String multiplier(int value) {
        return value >= 1 && value <= MOST_MULTIPLIER
                ? ""
                : "; detectMultiplier: %d: must be 1..%d (3 is usual)"
                        .formatted(value, MOST_MULTIPLIER);
    }
}
