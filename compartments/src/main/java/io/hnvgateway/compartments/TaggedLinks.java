package io.hnvgateway.compartments;

/// The links whose VLAN tags the gateway reads and writes itself. The host's kernel knows nothing
/// of them, so the gateway answers and asks for neighbours there. Immutable but for [#heard].
public interface TaggedLinks {
    /// No link is tagged.
    TaggedLinks NONE =
            new TaggedLinks() {
                @Override
                public int vlan(int link) {
                    return 0;
                }

                @Override
                public long macAddress(int link) {
                    return 0;
                }

                @Override
                public void heard(int link, long high, long low, long mac) {}
            };

    /// VLAN of a link, 1..4094; 0: untagged.
    int vlan(int link);

    /// The gateway's MAC address on a link.
    long macAddress(int link);

    /// A neighbour that the gateway knows or waits for said where it is. Called by workers; must
    /// not block.
    void heard(int link, long high, long low, long mac);

    default boolean isTagged(int link) {
        return vlan(link) != 0;
    }
}
