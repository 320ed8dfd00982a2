package io.hnvgateway.dataplane.steering;

/// Where a frame goes and why, one for each frame. Order and names are those of `enum
/// steering_verdict` in `steering.h`; a test compares them.
public enum SteeringVerdict {
    EXECUTED("executed", "Carried by the XDP program, as the packet's flow entry says."),
    GATEWAY_NVGRE("gateway-nvgre", "NVGRE for a provider address."),
    GATEWAY_PUBLIC("gateway-public", "For a public address or routed prefix."),
    GATEWAY_REWRITE("gateway-rewrite", "From the provider address of an IP-rewrite VM."),
    GATEWAY_OWN(
            "gateway-own",
            "For the gateway's address on a link that it tags itself, or BGP of a provider's router."),
    GATEWAY_ARP("gateway-arp", "ARP for an address that only the gateway owns."),
    GATEWAY_ND("gateway-nd", "Neighbour discovery of an address that only the gateway owns."),
    GATEWAY_TUNNEL(
            "gateway-tunnel",
            "ESP or GRE for a VPN address, or a fragment that may be, or in a tenant's VLAN."),
    HOST_ARP("host-arp", "Other ARP."),
    HOST_IPV4("host-ipv4", "For an IPv4 address of the host."),
    HOST_IPV6("host-ipv6", "For an IPv6 address of the host, or link-local."),
    HOST_DHCP("host-dhcp", "Answer to the host's DHCP client."),
    HOST_IGMP("host-igmp", "Multicast group management."),
    HOST_LLDP("host-lldp", "Link-layer discovery."),
    HOST_VLAN("host-vlan", "In a VLAN of the host."),
    DROP_TRUNCATED("truncated", "The frame ends inside a header."),
    DROP_MALFORMED_IPV4("malformed-ipv4", "The IPv4 version or header length is wrong."),
    DROP_MALFORMED_IPV6(
            "malformed-ipv6", "The IP version is wrong, or an address is an IPv4-mapped one."),
    DROP_UNKNOWN_PORT("unknown-port", "The interface is not a port of the gateway."),
    DROP_OTHER_MAC("other-mac", "The destination MAC address is another station's."),
    DROP_FOREIGN_VLAN(
            "foreign-vlan", "In a VLAN of nobody here, or the host's in one of the gateway."),
    DROP_NVGRE_OFF_BACK_END(
            "nvgre-off-back-end", "NVGRE for a provider address on a link that is no back end."),
    DROP_PUBLIC_OFF_FRONT_END(
            "public-off-front-end", "For a public address on a link that is no front end."),
    DROP_ARP_OFF_FRONT_END(
            "arp-off-front-end",
            "ARP for an address of the gateway on a link that is no front end."),
    DROP_ND_OFF_FRONT_END(
            "nd-off-front-end",
            "Neighbour discovery of an address of the gateway on a link that is no front end."),
    DROP_FOREIGN_IPV4("foreign-ipv4", "For an IPv4 address of nobody here."),
    DROP_BROADCAST("broadcast", "IPv4 broadcast that the host does not need."),
    DROP_MULTICAST("multicast", "IPv4 multicast that the host does not need."),
    DROP_FOREIGN_IPV6("foreign-ipv6", "For an IPv6 address of nobody here."),
    DROP_ETHERTYPE("ethertype", "Neither IP, ARP nor LLDP."),
    DROP_NO_SOCKET("no-socket", "The gateway's, but no socket of it serves the queue."),
    DROP_NO_HEARTBEAT(
            "no-heartbeat",
            "The gateway's, whose process has ended, or has not said for long that it lives."),
    DROP_SLOW_PATH_LIMIT(
            "slow-path-limit",
            "The gateway's, but its workers are behind and the sender's share of them is used up.");

    private final String label;
    private final String sentence;

    SteeringVerdict(String label, String sentence) {
        this.label = label;
        this.sentence = sentence;
    }

    /// The name in metrics and command output.
    public String label() {
        return label;
    }

    /// What the frame was, for an operator.
    public String sentence() {
        return sentence;
    }

    /// Its number in `steering.h`.
    @SuppressWarnings("EnumOrdinal") // a test holds that order and header agree
    public int code() {
        return ordinal();
    }

    public boolean isGateway() {
        return compareTo(GATEWAY_TUNNEL) <= 0;
    }

    public boolean isHost() {
        return !isGateway() && compareTo(HOST_VLAN) <= 0;
    }

    public boolean isDrop() {
        return compareTo(DROP_TRUNCATED) >= 0;
    }
}
