package io.hnvgateway.app.bgp;

/// What a peer said that it should not have said, and what could not be said to it, since it is
/// configured.
///
/// @param malformed UPDATEs whose routes count as withdrawn (RFC 7606 §2)
/// @param discarded UPDATEs of which attributes were left out (RFC 7606 §2)
/// @param errors sessions that we ended for what the peer said (RFC 4271 §6.1 to §6.3, §6.6)
/// @param refused what the speaker refused to say to it
public record PeerFaults(long malformed, long discarded, long errors, long refused) {
    static final PeerFaults NONE = new PeerFaults(0, 0, 0, 0);
}
