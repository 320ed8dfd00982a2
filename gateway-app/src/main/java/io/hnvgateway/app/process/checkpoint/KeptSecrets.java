package io.hnvgateway.app.process.checkpoint;

import static io.hnvgateway.app.process.checkpoint.CheckpointLayout.*;

import io.hnvgateway.nat.NatSecrets;
import io.hnvgateway.packet.Memory;
import java.security.SecureRandom;
import java.util.OptionalLong;

/// What the tables were hashed and ports were chosen by, and an outsider must not know.
///
/// @param flowSeed of the flow tables' hash
public record KeptSecrets(long flowSeed, NatSecrets nat) {
    /// Fresh ones.
    ///
    /// @param randomSeed what those of NAT are to follow from, in tests
    static KeptSecrets fresh(OptionalLong randomSeed) {
        NatSecrets nat =
                randomSeed.isPresent()
                        ? NatSecrets.ofSeed(randomSeed.getAsLong())
                        : NatSecrets.random();
        return new KeptSecrets(new SecureRandom().nextLong(), nat);
    }

    static KeptSecrets read(long header) {
        return new KeptSecrets(
                Memory.getLongNative(header + FLOW_SEED),
                new NatSecrets(
                        Memory.getLongNative(header + HASH_SEED),
                        Memory.getLongNative(header + PORT_KEY_0),
                        Memory.getLongNative(header + PORT_KEY_1)));
    }

    void write(long header) {
        Memory.putLongNative(header + FLOW_SEED, flowSeed);
        Memory.putLongNative(header + HASH_SEED, nat.hashSeed());
        Memory.putLongNative(header + PORT_KEY_0, nat.portKey0());
        Memory.putLongNative(header + PORT_KEY_1, nat.portKey1());
    }

    @Override
    public String toString() {
        return "KeptSecrets[hidden]";
    }
}
