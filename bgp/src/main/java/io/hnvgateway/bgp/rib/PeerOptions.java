package io.hnvgateway.bgp.rib;

/// How a peer differs from most.
///
/// @param multihop its next hops need not lie on the link that leads to it
/// @param enforcesFirstAs an AS path must begin with its AS
/// @param ownAsAllowed how often the own AS may stand in a path
/// @param originatesDefault it is told a default route, whether there is one or not
/// @param onlyTold whatever it tells is refused
public record PeerOptions(
        boolean multihop,
        boolean enforcesFirstAs,
        int ownAsAllowed,
        boolean originatesDefault,
        boolean onlyTold) {
    public static final PeerOptions DEFAULT = new PeerOptions(false, true, 0, false);

    /// Of a router of the provider's, which is told of public addresses.
    public static final PeerOptions ONLY_TOLD = new PeerOptions(false, false, 0, false, true);

    /// Of a peer that routes are taken from.
    public PeerOptions(
            boolean multihop,
            boolean enforcesFirstAs,
            int ownAsAllowed,
            boolean originatesDefault) {
        this(multihop, enforcesFirstAs, ownAsAllowed, originatesDefault, false);
    }
}
