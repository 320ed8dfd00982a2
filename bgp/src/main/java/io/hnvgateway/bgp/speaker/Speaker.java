package io.hnvgateway.bgp.speaker;

import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.bgp.route.RouteUpdate;
import java.util.Collection;

/// Holds BGP sessions and decides nothing. From any thread; nothing waits. What is asked of a peer
/// that is not there is forgotten.
public interface Speaker {
    /// All peers as they shall be. One that was otherwise begins a new session, and what was
    /// announced to it is forgotten; no other session moves.
    void apply(Collection<PeerSpec> peers);

    /// Announces and withdraws. Attributes are sent as they are: with our AS before the path, with
    /// the next hop that the peer shall see.
    void send(String peer, RouteUpdate update);

    /// Says that the first routes of a session are complete (RFC 4724); once after each
    /// [SpeakerListener#up].
    void endOfRib(String peer, AddressFamily family);

    /// Asks for all routes once more; a peer that cannot (RFC 2918) gets a new session.
    void askRefresh(String peer);

    /// Ends the session, if it is up, with a Cease, and begins another.
    void reset(String peer, Cease why);
}
