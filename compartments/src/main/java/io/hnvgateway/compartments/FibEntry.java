package io.hnvgateway.compartments;

/// A compiled next hop: kind in the high four bits, an argument of 28 bits below.
public final class FibEntry {
    /// No route; also what [Fib#lookup] returns for a miss.
    public static final int NONE = 0;

    public static final int SUBNET = 1;

    /// Argument: index of the lookup record.
    public static final int VIA = 2;

    public static final int FRONT_END = 3;
    public static final int LOCAL = 4;
    public static final int BLACKHOLE = 5;

    /// Argument: adjacency slot of the next hop.
    public static final int GATEWAY = 6;

    /// Argument: port index; the destination itself is the neighbour.
    public static final int ON_LINK = 7;

    /// A directly routed prefix. Argument: compartment index.
    public static final int COMPARTMENT = 8;

    /// A public address of NAT. Argument: compartment index.
    public static final int PUBLIC = 9;

    /// An address that the host's kernel owns on a front-end port. Argument: port index.
    public static final int HOST = 10;

    /// A provider, management or other host address, which no tenant may reach.
    public static final int PROTECTED = 11;

    /// A router of the front end in a protected prefix: protected, but it may send (ICMP errors).
    public static final int ROUTER = 12;

    /// Next hops of equal cost. Argument: index of the group in [NextHopGroups].
    public static final int GROUP = 13;

    /// A tunnel of the tenant's own. Argument: its index in
    /// [io.hnvgateway.compartments.tunnel.TunnelTable].
    public static final int TUNNEL = 14;

    private static final int KIND_SHIFT = 28;
    private static final int ARGUMENT = (1 << KIND_SHIFT) - 1;

    private FibEntry() {}

    public static int of(int kind, int argument) {
        return (kind << KIND_SHIFT) | (argument & ARGUMENT);
    }

    public static int kind(int entry) {
        return entry >>> KIND_SHIFT;
    }

    public static int argument(int entry) {
        return entry & ARGUMENT;
    }
}
