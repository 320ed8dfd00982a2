package io.hnvgateway.compartments;

/// Numbers of the links that L3 connections have: each VLAN of the front end may be one tenant's
/// own, and its number follows from the VLAN, so that none is given out or kept.
///
/// ```
///  0 .. 253          the gateway's own links, by the connection string
///  254               the link of the speakers of BGP, which is no tenant's either
///  255               the port that tenants' VLANs lie on, as an adjacency names it
///  256 + VLAN        a tenant's link, 257 .. 4350
/// ```
public final class TenantLinks {
    /// The link of the speakers.
    public static final int SPEAKERS = 254;

    /// In an adjacency: on the port of tenants' links, in the VLAN that it names.
    public static final int PORT = 255;

    private static final int FIRST = PORT + 1;

    private TenantLinks() {}

    /// The link of a VLAN.
    ///
    /// @param vlan 1..4094
    public static int link(int vlan) {
        return FIRST + vlan;
    }

    public static boolean isTenants(int link) {
        return link > FIRST;
    }

    /// VLAN of a tenant's link.
    public static int vlan(int link) {
        return link - FIRST;
    }

    /// What an adjacency on a link has for its port.
    static int portOf(int link) {
        return isTenants(link) ? PORT : link;
    }

    /// The link of an adjacency.
    ///
    /// @param port, vlan as it has them
    public static int linkOf(int port, int vlan) {
        return port == PORT ? link(vlan) : port;
    }
}
