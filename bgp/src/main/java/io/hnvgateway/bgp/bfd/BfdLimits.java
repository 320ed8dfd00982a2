package io.hnvgateway.bgp.bfd;

/// What one tenant can take.
///
/// @param sessionsPerCompartment configured ones; those that still say goodbye do not count
/// @param undirectedPerSecond packets for one session that do not know its discriminator
public record BfdLimits(int sessionsPerCompartment, int undirectedPerSecond) {
    public static final BfdLimits DEFAULT = new BfdLimits(64, 10);

    public BfdLimits {
        if (sessionsPerCompartment < 1 || undirectedPerSecond < 1) {
            throw new IllegalArgumentException(
                    "BFD limits %d and %d: each must be at least 1"
                            .formatted(sessionsPerCompartment, undirectedPerSecond));
        }
    }
}
