package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.Labelled;
import org.jspecify.annotations.Nullable;

/// The group of a further exchange for each rekeying of packets' keys.
public enum ForwardSecrecy implements Labelled {
    NONE("None", null),
    PFS2("PFS2", DiffieHellmanGroup.GROUP2),
    PFS2048("PFS2048", DiffieHellmanGroup.GROUP14),
    ECP256("ECP256", DiffieHellmanGroup.ECP256),
    ECP384("ECP384", DiffieHellmanGroup.ECP384),
    /// That of the main mode.
    MAIN_MODE("PFSMM", null),
    PFS24("PFS24", DiffieHellmanGroup.GROUP24);

    private final String label;
    private final @Nullable DiffieHellmanGroup group;

    ForwardSecrecy(String label, @Nullable DiffieHellmanGroup group) {
        this.label = label;
        this.group = group;
    }

    @Override
    public String label() {
        return label;
    }

    /// Null: none of its own.
    public @Nullable DiffieHellmanGroup group() {
        return group;
    }
}
