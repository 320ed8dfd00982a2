package io.hnvgateway.provider.resource;

/// How a tunnel comes up and goes.
///
/// @param initiateOnly what comes from the peer is not answered, so that the connection may be
///   equal to another one but for its secret
/// @param deadPeerSeconds after which a silent peer is asked for a sign of life; 0 never
/// @param alwaysEncapsulated ESP in UDP even where no NAT is found
/// @param weakPermitted the operator insists on algorithms that are broken or nearly so
public record IpSecBehavior(
        Initiation initiation,
        boolean initiateOnly,
        int deadPeerSeconds,
        boolean alwaysEncapsulated,
        boolean weakPermitted) {
    public static final IpSecBehavior DEFAULT =
            new IpSecBehavior(Initiation.ON_DEMAND, false, 15, false, false);
}
