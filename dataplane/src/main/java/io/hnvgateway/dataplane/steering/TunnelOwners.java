package io.hnvgateway.dataplane.steering;

import io.hnvgateway.packet.IpAddress;

/// Learns to which compartment a packet belongs that comes for a tunnel, so that each compartment
/// has its own share of workers that are behind. Whatever is not known here shares with strangers.
/// One thread at a time.
public interface TunnelOwners {
    /// Of a data path without shares.
    TunnelOwners NONE = (_, _) -> {};

    /// What tells a tunnel's packets from others.
    sealed interface Mark {
        /// ESP, plain or in UDP.
        ///
        /// @param spi of the gateway's own
        record Esp(int spi) implements Mark {}

        /// @param local the gateway's outer address
        /// @param key 0..2^32 - 1; negative: there is none
        record Gre(IpAddress local, IpAddress remote, long key) implements Mark {}

        /// All in a VLAN of the front end.
        ///
        /// @param id 1..4094
        record Vlan(int id) implements Mark {}
    }

    /// @param compartment index, 1..65535; 0: nobody's any more
    void owner(Mark mark, int compartment);
}
