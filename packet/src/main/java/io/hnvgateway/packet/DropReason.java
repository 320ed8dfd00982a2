package io.hnvgateway.packet;

/// Why a frame was dropped: one reason a frame. `docs/drop-reasons.md` is generated from this list.
///
/// The order is stable: new reasons go to the end of their group, counters are found by label.
public enum DropReason {
    // Frames and the outer header
    RUNT_FRAME("runt-frame", "The frame is shorter than its Ethernet header.", "IEEE 802.3"),
    WRONG_DESTINATION_MAC(
            "wrong-destination-mac",
            "The frame's destination MAC address is neither the port's own nor a group address.",
            "IEEE 802.1D"),
    OUTER_VLAN(
            "outer-vlan",
            "The frame carries a VLAN tag that no port of the gateway serves.",
            "IEEE 802.1Q"),
    ETHERTYPE_UNSUPPORTED(
            "ethertype-unsupported",
            "The frame carries neither IPv4 nor ARP for the gateway, and is not the host's.",
            "design"),
    NOT_FOR_GATEWAY(
            "not-for-gateway",
            "The destination address is neither a provider address, a public address, a routed prefix nor the host's own.",
            "RFC 1812 §5.2.3"),
    WRONG_PORT_ROLE(
            "wrong-port-role",
            "NVGRE arrived on a port that is not a back end, or a public address on a port that is not a front end.",
            "design"),
    BAD_IP_HEADER(
            "bad-ip-header",
            "The IP header's version, header length or total length does not fit the frame.",
            "RFC 1812 §5.2.2"),
    BAD_IP_CHECKSUM("bad-ip-checksum", "The IPv4 header checksum is wrong.", "RFC 1812 §5.2.2"),
    SOURCE_ROUTED(
            "source-routed",
            "The packet carries a source-route option or a routing header of type 0, which the gateway does not honour.",
            "RFC 7126 §4.3, RFC 5095"),
    BAD_EXTENSION_HEADER(
            "bad-extension-header",
            "The IPv6 extension headers leave the packet, are out of order, repeated or too many.",
            "RFC 8200 §4"),
    OUTER_FRAGMENT(
            "outer-fragment",
            "The outer NVGRE packet is a fragment; the sender must not fragment it. Or fragments for a VPN address are neither ESP, GRE nor IKE.",
            "RFC 7637 §4.4"),
    // NVGRE
    GRE_TRUNCATED("gre-truncated", "The packet ends inside its GRE header.", "RFC 7637 §3.2"),
    GRE_NOT_NVGRE(
            "gre-not-nvgre",
            "The GRE flags, version or protocol are not those of NVGRE (key present, no checksum, no sequence, 0x6558).",
            "RFC 7637 §3.2"),
    UNKNOWN_VSID("unknown-vsid", "No compartment has this virtual subnet.", "RFC 7637 §3.2"),
    INNER_TRUNCATED(
            "inner-truncated", "The inner frame is shorter than its headers say.", "RFC 7637 §3.2"),
    INNER_VLAN(
            "inner-vlan",
            "The inner frame carries an 802.1Q tag, which the sender must remove.",
            "RFC 7637 §3.3"),
    INNER_ETHERTYPE(
            "inner-ethertype", "The inner frame carries neither IP nor ARP.", "MS-NVGREE §3.1.5"),
    INNER_DESTINATION_MAC(
            "inner-destination-mac",
            "The inner destination MAC address is not the gateway's in this virtual subnet.",
            "MS-NVGREE §3.1.5"),
    // Who may send what
    SOURCE_ADDRESS_UNKNOWN(
            "source-address-unknown",
            "The compartment has no lookup record for the inner source address.",
            "RFC 2827"),
    SOURCE_PA_MISMATCH(
            "source-pa-mismatch",
            "The packet came from a provider address other than the one of the VM's lookup record.",
            "RFC 2827"),
    SOURCE_MAC_MISMATCH(
            "source-mac-mismatch",
            "The inner source MAC address is not the one of the VM's lookup record.",
            "RFC 2827"),
    SOURCE_VSID_MISMATCH(
            "source-vsid-mismatch",
            "The virtual subnet is neither the VM's own nor a gateway subnet of its network.",
            "RFC 2827"),
    MARTIAN_ADDRESS(
            "martian-address",
            "The source or destination address may not appear on a network (loopback, this-network, multicast source, IPv4-mapped, reserved).",
            "RFC 1812 §5.3.7"),
    DHCP_FROM_VM("dhcp-from-vm", "DHCP of VMs ends at the gateway.", "design"),
    ROUTER_ADVERTISEMENT_FROM_VM(
            "router-advertisement-from-vm",
            "Router advertisements of VMs end at the gateway.",
            "RFC 6104"),
    MULTICAST_UNSUPPORTED(
            "multicast-unsupported",
            "The destination is a multicast or broadcast address; the gateway routes unicast only.",
            "design"),
    BAD_ARP(
            "bad-arp",
            "The ARP packet is malformed, or its sender MAC address is not that of its frame.",
            "RFC 826"),
    ARP_NOT_FOR_GATEWAY(
            "arp-not-for-gateway",
            "The ARP request asks for an address that is not the gateway's.",
            "RFC 826"),
    BAD_NEIGHBOR_DISCOVERY(
            "bad-neighbor-discovery",
            "The neighbour discovery message is malformed, comes from beyond the link (hop limit below 255), or its checksum or addresses are wrong.",
            "RFC 4861 §7.1"),
    SOLICITATION_NOT_FOR_GATEWAY(
            "solicitation-not-for-gateway",
            "The neighbour solicitation asks for an address that is not the gateway's.",
            "RFC 4861 §7.2.3"),
    ROUTER_SOLICITATION(
            "router-solicitation",
            "A VM asked for router advertisements, which the gateway does not send: VMs get addresses and routes by other means.",
            "RFC 4861 §6.2.6"),
    REDIRECT_FROM_VM(
            "redirect-from-vm", "ICMPv6 redirects of VMs end at the gateway.", "RFC 4861 §8.1"),
    LINK_LOCAL_ADDRESS(
            "link-local-address",
            "The source or destination address is valid on one link only, so no router forwards the packet.",
            "RFC 4291 §2.5.6"),
    LEARNED_ADDRESS_REFUSED(
            "learned-address-refused",
            "The VM announces an address that is the gateway's, or in no prefix of the VM's virtual subnet.",
            "MS-NVGREE §3.1.5"),
    LEARNED_ADDRESS_CONFLICT(
            "learned-address-conflict",
            "The VM announces an address that belongs to another VM, which keeps it.",
            "RFC 5227 §2.4"),
    LEARNED_ADDRESS_LIMIT(
            "learned-address-limit",
            "The compartment's VMs announce more addresses than may be learned in that time.",
            "design"),
    // Control messages of hosts
    CONTROL_MALFORMED(
            "control-malformed",
            "The REDIRECT or UNREACHABLE message does not carry the start of a packet and, to redirect, a provider address.",
            "MS-NVGREE §2.2"),
    CONTROL_UNKNOWN_ADDRESS(
            "control-unknown-address",
            "The REDIRECT or UNREACHABLE message is about a customer address without lookup record.",
            "MS-NVGREE §3.1.5"),
    CONTROL_FORGED(
            "control-forged",
            "The REDIRECT or UNREACHABLE message does not come from the host that the lookup record names.",
            "MS-NVGREE §5.1"),
    CONTROL_UNKNOWN_TARGET(
            "control-unknown-target",
            "The REDIRECT message leads to an address that the control plane never announced as a provider address.",
            "MS-NVGREE §5.1"),
    CONTROL_LIMIT(
            "control-limit",
            "The compartment gets more REDIRECT and UNREACHABLE messages than are honoured in that time.",
            "MS-NVGREE §5.1"),
    // Routing
    TTL_EXPIRED("ttl-expired", "The time to live ended here.", "RFC 1812 §5.3.1"),
    NO_ROUTE("no-route", "No route leads to the destination.", "RFC 1812 §5.2.7.1"),
    BLACKHOLE(
            "blackhole",
            "The destination lies in the tenant's address space but in none of its subnets.",
            "design"),
    NO_LOOKUP_RECORD(
            "no-lookup-record",
            "The destination lies in a virtual subnet, but no lookup record names its VM.",
            "MS-NVGREE §3.1.5"),
    NO_FRONT_END_RULE(
            "no-front-end-rule",
            "Neither a direct-routing prefix nor an outbound NAT rule covers the source address.",
            "RFC 1812 §5.2.7.1"),
    PROTECTED_DESTINATION(
            "protected-destination",
            "A tenant's packet was addressed to a provider, management or host address.",
            "design"),
    OTHER_TENANT(
            "other-tenant",
            "The destination is a routed prefix of another tenant, which only the front end reaches.",
            "design"),
    LOCAL_UNSUPPORTED(
            "local-unsupported",
            "The packet is for an address of the gateway itself, which offers no such service there.",
            "RFC 1812 §4.2.1"),
    LOCAL_FRAGMENT(
            "local-fragment",
            "The packet for an address of the gateway itself is fragmented, and the gateway puts no fragments together.",
            "RFC 1812 §4.2.1"),
    TOO_BIG(
            "too-big",
            "The packet is longer than the next link's MTU and may not be fragmented.",
            "RFC 1191 §4"),
    ANSWER_LIMIT(
            "answer-limit",
            "The compartment asks the gateway itself (ping, ARP) more often than it may.",
            "design"),
    NEIGHBOR_UNRESOLVED(
            "neighbor-unresolved", "The next hop did not answer ARP in time.", "RFC 1122 §2.3.2.2"),
    NEIGHBOR_HOLD_FULL(
            "neighbor-hold-full",
            "Too many packets wait for the next hop's MAC address already.",
            "RFC 1122 §2.3.2.2"),
    // Transport and fragments
    BAD_TRANSPORT_HEADER(
            "bad-transport-header",
            "The packet ends inside its TCP, UDP or ICMP header, a length in it is wrong, or it does not belong to this IP version.",
            "RFC 1812 §5.2.2"),
    BAD_ICMP_CHECKSUM(
            "bad-icmp-checksum",
            "The checksum of the ICMP error, or of the packet header in it, is wrong.",
            "RFC 5508 §4.1"),
    FRAGMENT_TINY(
            "fragment-tiny",
            "The first fragment is too short for a transport header, or a fragment overlaps it.",
            "RFC 1858 §3"),
    FRAGMENT_OVERLAP(
            "fragment-overlap",
            "The fragment overlaps one that came before it, or repeats it.",
            "RFC 5722 §4"),
    FRAGMENT_LIMIT(
            "fragment-limit",
            "Too many fragments or fragmented packets of this compartment wait already. Or a network"
                    + " sends more IKE in fragments to a VPN address than its share.",
            "RFC 6888 §4"),
    FRAGMENT_TIMEOUT(
            "fragment-timeout", "The first fragment did not come in time.", "RFC 1122 §3.3.2"),
    // NAT
    PREFIX_UNTRANSLATABLE(
            "prefix-untranslatable",
            "The IPv6 address lies in a translated prefix, but has no address in the other one.",
            "RFC 6296 §3.4"),
    NAT_NO_MAPPING(
            "nat-no-mapping",
            "No mapping or inbound rule serves this public address and port.",
            "RFC 4787 §5"),
    NAT_FILTERED(
            "nat-filtered",
            "The mapping's filter admits no packet from this sender.",
            "RFC 4787 §5"),
    NAT_PORTS_EXHAUSTED(
            "nat-ports-exhausted",
            "The compartment's external addresses have no free port left.",
            "RFC 6888 REQ-11"),
    NAT_PORT_QUOTA(
            "nat-port-quota",
            "The compartment's quota of external ports is used up.",
            "RFC 6888 REQ-4"),
    NAT_SESSION_QUOTA(
            "nat-session-quota",
            "The compartment's quota of sessions is used up.",
            "RFC 6888 REQ-5"),
    NAT_TABLE_FULL("nat-table-full", "The gateway's session table is full.", "RFC 6888 REQ-11"),
    NAT_UNSUPPORTED_PROTOCOL(
            "nat-unsupported-protocol",
            "The protocol has no ports to translate; only a 1:1 rule can carry it.",
            "RFC 4787 §1"),
    NAT_ICMP_NO_SESSION(
            "nat-icmp-no-session",
            "The ICMP error is about no packet that the gateway translated.",
            "RFC 5508 REQ-4"),
    NAT_TCP_NOT_OPEN(
            "nat-tcp-not-open",
            "The TCP packet belongs to no session and does not open one.",
            "RFC 5382 §4"),
    // ESP
    ESP_UNKNOWN_SPI(
            "esp-unknown-spi",
            "No security association has the ESP packet's SPI: it has ended, or never was.",
            "RFC 4303 §3.4.2"),
    ESP_MALFORMED(
            "esp-malformed",
            "The ESP packet's length, padding or next header is not what its security association asks for.",
            "RFC 4303 §2"),
    ESP_REPLAYED(
            "esp-replayed",
            "The ESP packet's sequence number came before, or lies behind the replay window.",
            "RFC 4303 §3.4.3"),
    ESP_AUTHENTICATION(
            "esp-authentication",
            "The ESP packet is not authentic: damaged on its way, or forged.",
            "RFC 4303 §3.4.4"),
    ESP_CONGESTION(
            "esp-congestion",
            "The ESP packet was marked for congestion on its way, which the packet inside cannot tell its receiver.",
            "RFC 6040 §4.2"),
    ESP_SELECTOR(
            "esp-selector",
            "The traffic selectors of the tunnel do not admit the packet: the peer sent what was not agreed on, or a route leads into the tunnel that its selectors do not cover.",
            "RFC 4301 §5"),
    ESP_SEQUENCE_OVERFLOW(
            "esp-sequence-overflow",
            "The security association has used up its sequence numbers before it was replaced.",
            "RFC 4303 §3.3.3"),
    ESP_EXPIRED(
            "esp-expired",
            "The security association has reached its limit of bytes or packets before it was replaced.",
            "RFC 4301 §4.4.2.1"),
    // Tunnels
    TUNNEL_DOWN(
            "tunnel-down",
            "The tunnel that the route leads into has no security association or is gone, and as many packets wait for it as may.",
            "RFC 4301 §4.4.1"),
    TUNNEL_SOURCE(
            "tunnel-source",
            "The packet came out of a tunnel, but its source address does not lie behind that tunnel.",
            "RFC 2827"),
    TUNNEL_DESTINATION(
            "tunnel-destination",
            "The packet came out of a tunnel for an address that is neither in its virtual network nor behind another tunnel of it.",
            "design"),
    TUNNEL_LIMIT(
            "tunnel-limit", "The tunnel's bandwidth limit of this direction is used up.", "design"),
    GRE_NO_TUNNEL(
            "gre-no-tunnel",
            "No tunnel has the GRE packet's endpoints and key, or its header is of a kind that the gateway does not know.",
            "RFC 2890 §2.1"),
    // BGP
    NO_BGP_PEER(
            "no-bgp-peer",
            "TCP port 179 of the gateway, but no BGP peer has this address; or from the speakers, for none that there is, or from an address that is not its speaker's.",
            "RFC 4271 §8"),
    BGP_LIMIT(
            "bgp-limit",
            "The BGP peer, or all those of its network together, sent more to the speaker than one may.",
            "design"),
    BGP_TTL(
            "bgp-ttl",
            "With TTL security, a packet of the BGP peer, or an error about the session with it, that did not arrive with TTL 255: it is from farther away than the peer.",
            "RFC 5082 §3"),
    BFD_MALFORMED(
            "bfd-malformed",
            "A control packet of BFD from a peer that has it, cut off, with a wrong checksum or with fields that none may have.",
            "RFC 5880 §6.8.6"),
    BFD_TTL(
            "bfd-ttl",
            "A control packet of BFD whose TTL is not 255: a router lies between, or it is forged.",
            "RFC 5881 §5"),
    BFD_SESSION(
            "bfd-session",
            "A control packet of BFD that names a session which is not that of its addresses, or is authenticated, which none is.",
            "RFC 5880 §6.8.6"),
    BFD_LIMIT(
            "bfd-limit",
            "The BGP peer sent more packets of BFD than were agreed on, or named no session too often.",
            "RFC 5880 §6.8.3"),
    // The gateway itself
    NO_FRAME("no-frame", "No frame was free for a packet that the gateway had to make.", "design"),
    HANDOVER_FULL(
            "handover-full",
            "The ring to the worker that owns the flow is full, or the tenant's share of it.",
            "design"),
    SLOW_PATH_LIMIT(
            "slow-path-limit",
            "The workers are behind, and the packet needs one: its compartment's share of them, in this direction, is used up.",
            "design"),
    TRANSMIT_RING_FULL("transmit-ring-full", "The port's transmit ring was full.", "design"),
    INTERNAL_ERROR(
            "internal-error",
            "A fault in the gateway's program; its log has the first occurrence.",
            "design");

    private final String label;
    private final String sentence;
    private final String source;

    DropReason(String label, String sentence, String source) {
        this.label = label;
        this.sentence = sentence;
        this.source = source;
    }

    /// The name in metrics, command output and golden cases.
    public String label() {
        return label;
    }

    /// What happened, for an operator.
    public String sentence() {
        return sentence;
    }

    /// RFC and section, or `design` for the gateway's own rule.
    public String source() {
        return source;
    }
}
