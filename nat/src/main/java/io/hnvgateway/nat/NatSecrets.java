package io.hnvgateway.nat;

import java.security.SecureRandom;

/// What an outsider must not know: the seed of the hash tables and of the choice of external
/// addresses, and the two words of the port generator (see [PortGenerator]).
public record NatSecrets(long hashSeed, long portCounter, long portKey) {
    /// Fresh secrets, for operation.
    public static NatSecrets random() {
        var random = new SecureRandom();
        return new NatSecrets(random.nextLong(), random.nextLong(), random.nextLong());
    }

    /// Secrets that follow from one number, for tests that must know the ports beforehand: hash
    /// seed `mix(seed + 1)`, counter `seed`, key `mix(seed + 2)`.
    public static NatSecrets ofSeed(long seed) {
        return new NatSecrets(SplitMix.mix(seed + 1), seed, SplitMix.mix(seed + 2));
    }

    @Override
    public String toString() {
        return "NatSecrets[hidden]";
    }
}
