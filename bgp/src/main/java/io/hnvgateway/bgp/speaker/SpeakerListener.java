package io.hnvgateway.bgp.speaker;

import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.bgp.route.Announcement;
import io.hnvgateway.bgp.route.RouteUpdate;
import java.util.List;

/// What peers say and do. All on one thread; nothing may be thrown.
public interface SpeakerListener {
    /// A session is established; also after a restart of either side, for one that stood all the
    /// time. In that case a refresh follows by itself.
    void up(String peer, PeerSession session);

    /// A session ended, or was not established.
    ///
    /// @param reason for people
    void down(String peer, String reason);

    /// The speaker of this peer is not there: its session may stand or not. [#up] or [#down]
    /// follows when it is back.
    void unknown(String peer);

    void updated(String peer, RouteUpdate update);

    /// An UPDATE that no honest peer sends; what it announced counts as withdrawn (RFC 7606 §2) and
    /// is told so by [#updated].
    void malformed(String peer, String fault);

    /// An UPDATE without the attributes that could not be read (RFC 7606 §2, attribute discard).
    void discarded(String peer, String attributes);

    /// The peer has said all its routes (RFC 4724).
    void endOfRib(String peer, AddressFamily family);

    /// The peer says all its routes again, until [#refreshEnded].
    void refreshBegun(String peer, AddressFamily family);

    void refreshEnded(String peer, AddressFamily family);

    /// @param sent by us; else by the peer
    void notification(String peer, boolean sent, int code, int subcode, String text);

    /// The peer, or something to be said to it, is refused by the speaker.
    void refused(String peer, String reason);

    /// As many prefixes were lost because this side was slow; a refresh follows by itself.
    void lost(String peer, long prefixes);

    /// All that is announced to the peer at this moment, for a speaker that is new.
    List<Announcement> advertised(String peer);
}
