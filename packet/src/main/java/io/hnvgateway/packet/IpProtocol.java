package io.hnvgateway.packet;

/// Protocol numbers of the IP header (IANA).
public final class IpProtocol {
    public static final int ICMP = 1;
    public static final int IPV4 = 4;
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int IPV6 = 41;
    public static final int GRE = 47;
    public static final int ESP = 50;
    public static final int ICMPV6 = 58;

    private IpProtocol() {}
}
