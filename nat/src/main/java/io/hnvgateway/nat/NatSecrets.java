package io.hnvgateway.nat;

import java.security.SecureRandom;

/// What an outsider must not know: the seed of the hash tables, of owners and of the choice of
/// external addresses, and the key of the choice of ports (see [PortGenerator]).
public record NatSecrets(long hashSeed, long portKey0, long portKey1) {
    /// Fresh secrets, for operation.
    public static NatSecrets random() {
        var random = new SecureRandom();
        return new NatSecrets(random.nextLong(), random.nextLong(), random.nextLong());
    }

    /// Secrets that follow from one number, for tests that must know the ports beforehand: hash
    /// seed `mix(seed + 1)`, key `mix(seed + 2)`, `mix(seed + 3)`.
    public static NatSecrets ofSeed(long seed) {
        return new NatSecrets(
                SplitMix.mix(seed + 1), SplitMix.mix(seed + 2), SplitMix.mix(seed + 3));
    }

    @Override
    public String toString() {
        return "NatSecrets[hidden]";
    }
}
