/* Verdicts of IPv6. */
#ifndef HNV_IPV6_H
#define HNV_IPV6_H

#include <linux/in.h>
#include <linux/in6.h>
#include <linux/ipv6.h>

#include "bgp.h"
#include "frame.h"
#include "vpn.h"

#define PROTOCOL_MOBILITY 135
#define PROTOCOL_HIP 139
#define PROTOCOL_SHIM6 140
#define ROUTER_SOLICITATION 133
#define NEIGHBOR_SOLICITATION 135
#define NEIGHBOR_ADVERTISEMENT 136
#define ND_REDIRECT 137

/* RFC 4861 section 4.3 and 4.4. */
struct neighbor_message {
	__u8 type;
	__u8 code;
	__be16 checksum;
	__be32 flags;
	__u8 target[16];
};

static __always_inline int is_extension(__u8 protocol)
{
	switch (protocol) {
	case IPPROTO_HOPOPTS:
	case IPPROTO_ROUTING:
	case IPPROTO_FRAGMENT:
	case IPPROTO_AH:
	case IPPROTO_DSTOPTS:
	case PROTOCOL_MOBILITY:
	case PROTOCOL_HIP:
	case PROTOCOL_SHIM6:
		return 1;
	default:
		return 0;
	}
}

/* Behind extension headers GRE may follow: the worker looks, the kernel never gets it. A fragment
 * header is no cover for what is plainly the host's. */
static __always_inline int may_be_gre(struct frame *f, struct ipv6hdr *ip)
{
	__u8 *behind = (__u8 *)(ip + 1);

	if (ip->nexthdr != IPPROTO_FRAGMENT || (void *)(behind + 1) > f->end)
		return ip->nexthdr == IPPROTO_GRE || is_extension(ip->nexthdr);
	return *behind == IPPROTO_GRE || is_extension(*behind);
}

/* An IPv4-mapped address, which no packet on the wire carries (RFC 4291 section 2.5.5.2). */
static __always_inline int is_mapped(struct in6_addr *address)
{
	__u32 *words = (__u32 *)address;

	return !words[0] && !words[1] && words[2] == bpf_htonl(0xffff);
}

static __always_inline int is_link_local(struct in6_addr *address)
{
	__u8 *bytes = (__u8 *)address;

	return bytes[0] == 0xfe && (bytes[1] & 0xc0) == 0x80;
}

static __always_inline int is_link_multicast(struct in6_addr *address)
{
	__u8 *bytes = (__u8 *)address;

	return bytes[0] == 0xff && (bytes[1] & 0x0f) == 2;
}

static __always_inline int is_discovery(struct frame *f, struct ipv6hdr *ip)
{
	__u8 *type = (__u8 *)(ip + 1);

	return ip->nexthdr == IPPROTO_ICMPV6 && (void *)(type + 1) <= f->end &&
	       *type >= ROUTER_SOLICITATION && *type <= ND_REDIRECT;
}

static __always_inline int is_about_gateway(struct frame *f, struct ipv6hdr *ip)
{
	struct neighbor_message *message = (void *)(ip + 1);

	if ((void *)(message + 1) > f->end)
		return 0;
	if (message->type != NEIGHBOR_SOLICITATION && message->type != NEIGHBOR_ADVERTISEMENT)
		return 0;
	return (flags_of6(message->target) & ADDRESS_GATEWAY) != 0;
}

/* On a link that the gateway tags all neighbour discovery is its own, as ARP is. */
static __always_inline int is_gateway_discovery(struct frame *f, struct ipv6hdr *ip)
{
	return (f->link & LINK_GATEWAY_VLAN) || is_about_gateway(f, ip);
}

/* Behind a fragment header only the first look tells; other extension headers are the host's. */
static __always_inline int is_for_vpn6(struct frame *f, struct ipv6hdr *ip)
{
	__u8 *behind = (__u8 *)(ip + 1);

	if (ip->nexthdr != IPPROTO_FRAGMENT)
		return is_of_tunnel(f, ip->nexthdr, 0, behind);
	return (void *)(behind + 1) <= f->end && is_of_tunnel(f, *behind, 1, behind);
}

static __always_inline int is_of_bgp_peer6(struct frame *f, struct ipv6hdr *ip, __u32 flags)
{
	return (f->link & LINK_FRONT_END) && (flags & ADDRESS_HOST) &&
	       is_bgp(f, ip->nexthdr, (void *)(ip + 1)) &&
	       (flags_of6(&ip->saddr) & ADDRESS_BGP_PEER);
}

static __always_inline int unicast_ipv6_verdict(struct frame *f, struct ipv6hdr *ip, __u32 flags)
{
	if (is_public6(&ip->daddr))
		return on_link(f, LINK_FRONT_END, GATEWAY_PUBLIC, DROP_PUBLIC_OFF_FRONT_END);
	if ((f->link & LINK_GATEWAY_VLAN) && (flags & ADDRESS_GATEWAY))
		return GATEWAY_OWN;
	return DROP_FOREIGN_IPV6;
}

static __always_inline int ipv6_verdict(struct frame *f)
{
	struct ipv6hdr *ip = f->at;
	int discovery, host;
	__u32 flags;

	if ((void *)(ip + 1) > f->end)
		return DROP_TRUNCATED;
	if (ip->version != 6 || is_mapped(&ip->saddr) || is_mapped(&ip->daddr))
		return DROP_MALFORMED_IPV6;
	flags = flags_of6(&ip->daddr);
	if ((flags & ADDRESS_PROVIDER) && may_be_gre(f, ip))
		return on_link(f, LINK_BACK_END, GATEWAY_NVGRE, DROP_NVGRE_OFF_BACK_END);
	discovery = is_discovery(f, ip);
	if (discovery && is_gateway_discovery(f, ip))
		return on_link(f, LINK_FRONT_END | LINK_GATEWAY_VLAN, GATEWAY_ND,
			       DROP_ND_OFF_FRONT_END);
	host = (flags & ADDRESS_HOST) || is_link_local(&ip->daddr) || is_link_multicast(&ip->daddr);
	if (!(discovery && host) && (f->link & LINK_BACK_END) &&
	    (flags_of6(&ip->saddr) & ADDRESS_REWRITE))
		return GATEWAY_REWRITE;
	if ((f->link & LINK_GATEWAY_VLAN) && is_link_local(&ip->daddr))
		return GATEWAY_OWN;
	if ((flags & ADDRESS_VPN) && is_for_vpn6(f, ip))
		return on_link(f, LINK_FRONT_END, GATEWAY_TUNNEL, DROP_PUBLIC_OFF_FRONT_END);
	if (!host)
		return unicast_ipv6_verdict(f, ip, flags);
	return is_of_bgp_peer6(f, ip, flags) ? GATEWAY_OWN : HOST_IPV6;
}

#endif
