package io.hnvgateway.app.compile;

import io.hnvgateway.app.desired.BgpPeering;
import io.hnvgateway.compartments.RoutingDomainId;
import java.util.List;

/// Where the compiler writes down, for the process after this one, which BGP peer has which number:
/// the speakers outlive the gateway and know peers by what is made of it. Owner: whoever holds the
/// compiler's lock.
public interface PuntLedger {
    /// Keeps nothing.
    PuntLedger NONE =
            new PuntLedger() {
                @Override
                public Kept kept() {
                    return Kept.NOTHING;
                }

                @Override
                public void write(Kept all) {}
            };

    /// A peer and its number.
    record Numbered(int number, RoutingDomainId rdid, BgpPeering peering) {}

    /// All peers.
    ///
    /// @param next the least number that was never given out
    record Kept(int next, List<Numbered> peers) {
        public static final Kept NOTHING = new Kept(1, List.of());

        public Kept {
            peers = List.copyOf(peers);
        }
    }

    /// Those of the process before, of which no two share a number or a name; asked once.
    Kept kept();

    /// These are all from now on. Does not fail: what cannot be written costs sessions at the next
    /// start.
    void write(Kept all);
}
