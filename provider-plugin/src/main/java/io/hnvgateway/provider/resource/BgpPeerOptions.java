package io.hnvgateway.provider.resource;

/// How a peer differs from most.
///
/// @param enforcesFirstAs an AS path of another AS's peer must begin with its AS
/// @param ownAsAllowed how often the own AS may stand in a path, 0..10
/// @param originatesDefault it is told a default route, whether there is one or not
public record BgpPeerOptions(boolean enforcesFirstAs, int ownAsAllowed, boolean originatesDefault) {
    public static final BgpPeerOptions DEFAULT = new BgpPeerOptions(true, 0, false);
}
