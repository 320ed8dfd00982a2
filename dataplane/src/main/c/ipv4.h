/* Verdicts of ARP and IPv4. */
#ifndef HNV_IPV4_H
#define HNV_IPV4_H

#include <linux/in.h>
#include <linux/ip.h>
#include <linux/udp.h>

#include "bgp.h"
#include "frame.h"
#include "vpn.h"

#define DHCP_CLIENT_PORT 68
#define FRAGMENT_OFFSET_MASK 0x1fff
#define MORE_FRAGMENTS 0x2000

struct arp_ipv4 {
	__be16 hardware_type;
	__be16 protocol_type;
	__u8 hardware_length;
	__u8 protocol_length;
	__be16 operation;
	__u8 sender_mac[6];
	__u8 sender_ip[4];
	__u8 target_mac[6];
	__u8 target_ip[4];
};

/* On a link that the gateway tags all ARP is its own: it resolves its neighbours there itself. */
static __always_inline int arp_verdict(struct frame *f)
{
	struct arp_ipv4 *arp = f->at;
	__u32 target;

	if ((void *)(arp + 1) > f->end)
		return DROP_TRUNCATED;
	if (f->link & LINK_GATEWAY_VLAN)
		return GATEWAY_ARP;
	__builtin_memcpy(&target, arp->target_ip, 4);
	if (!(flags_of(target) & ADDRESS_GATEWAY))
		return HOST_ARP;
	return on_link(f, LINK_FRONT_END, GATEWAY_ARP, DROP_ARP_OFF_FRONT_END);
}

static __always_inline int is_dhcp_reply(struct frame *f, struct iphdr *ip)
{
	struct udphdr *udp = f->at + 20;

	if (ip->protocol != IPPROTO_UDP || ip->ihl != 5)
		return 0;
	if (ip->frag_off & bpf_htons(FRAGMENT_OFFSET_MASK))
		return 0;
	return (void *)(udp + 1) <= f->end && udp->dest == bpf_htons(DHCP_CLIENT_PORT);
}

static __always_inline int foreign_ipv4_verdict(struct frame *f, struct iphdr *ip)
{
	__u32 destination = bpf_ntohl(ip->daddr);

	if (is_dhcp_reply(f, ip))
		return HOST_DHCP;
	if (destination == 0xffffffff)
		return DROP_BROADCAST;
	if (destination >> 28 != 0xe)
		return DROP_FOREIGN_IPV4;
	return ip->protocol == IPPROTO_IGMP ? HOST_IGMP : DROP_MULTICAST;
}

static __always_inline int is_fragment(struct iphdr *ip)
{
	return (ip->frag_off & bpf_htons(MORE_FRAGMENTS | FRAGMENT_OFFSET_MASK)) != 0;
}

/* The caller has seen 20 bytes. */
static __always_inline int is_for_vpn(struct frame *f, struct iphdr *ip)
{
	return is_of_tunnel(f, ip->protocol, is_fragment(ip), f->at + ip->ihl * 4);
}

/* The caller has seen 20 bytes. */
static __always_inline int is_of_bgp_peer(struct frame *f, struct iphdr *ip)
{
	return (f->link & LINK_FRONT_END) && !is_fragment(ip) &&
	       is_bgp(f, ip->protocol, f->at + ip->ihl * 4) &&
	       (flags_of(ip->saddr) & ADDRESS_BGP_PEER);
}

/* NVGRE for a provider address; where tunnels end there too, not theirs. */
static __always_inline int is_for_provider(struct frame *f, struct iphdr *ip, __u32 flags)
{
	if (ip->protocol != IPPROTO_GRE || !(flags & ADDRESS_PROVIDER))
		return 0;
	return !(flags & ADDRESS_VPN) || !is_ip_in_gre(f, f->at + ip->ihl * 4);
}

static __always_inline int ipv4_verdict(struct frame *f)
{
	struct iphdr *ip = f->at;
	__u32 flags;

	if ((void *)(ip + 1) > f->end)
		return DROP_TRUNCATED;
	if (ip->version != 4 || ip->ihl < 5)
		return DROP_MALFORMED_IPV4;
	flags = flags_of(ip->daddr);
	if (is_for_provider(f, ip, flags))
		return on_link(f, LINK_BACK_END, GATEWAY_NVGRE, DROP_NVGRE_OFF_BACK_END);
	if ((f->link & LINK_BACK_END) && (flags_of(ip->saddr) & ADDRESS_REWRITE))
		return GATEWAY_REWRITE;
	if ((flags & ADDRESS_VPN) && is_for_vpn(f, ip))
		return on_link(f, LINK_FRONT_END, GATEWAY_TUNNEL, DROP_PUBLIC_OFF_FRONT_END);
	if (flags & ADDRESS_HOST)
		return is_of_bgp_peer(f, ip) ? GATEWAY_OWN : HOST_IPV4;
	if (is_public(ip->daddr))
		return on_link(f, LINK_FRONT_END, GATEWAY_PUBLIC, DROP_PUBLIC_OFF_FRONT_END);
	if ((f->link & LINK_GATEWAY_VLAN) && (flags & ADDRESS_GATEWAY))
		return GATEWAY_OWN;
	return foreign_ipv4_verdict(f, ip);
}

#endif
