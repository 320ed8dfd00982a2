/* The steps that change an IP packet in place: io.hnvgateway.packet.flow.Rewrite and, for IPv6,
 * AddressExchange (RFC 1624). The key follows: it is what the tunnel's entropy is made of. */
#ifndef HNV_REWRITE_H
#define HNV_REWRITE_H

#include <linux/in.h>
#include <linux/ip.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "checksum.h"
#include "flow.h"
#include "identification.h"
#include "packet.h"

#define TCP_CHECKSUM_AT 16

/* Of ~TTL + (TTL - 1), the TTL being the first byte of its word. */
#define TTL_DELTA 0xfffe

#define REWRITES (FLOW_REWRITE_SOURCE | FLOW_REWRITE_DESTINATION)

/* The first two bytes are the source's, the other two the destination's. */
static __always_inline void rewrite_port(struct packet *p, struct flow_action *a, __u32 *ports)
{
	if (a->action & FLOW_REWRITE_SOURCE)
		p->key.ports = (p->key.ports & 0xffff0000) | a->new_port;
	else
		p->key.ports = (p->key.ports & 0xffff) | (__u32)a->new_port << 16;
	*ports = p->key.ports;
}

/* 0: the frame ends too early, which the parser has excluded. */
static __always_inline int rewrite_transport(struct packet *p, struct flow_action *a, void *at,
					     void *end)
{
	__u32 delta = (__u32)a->ip_delta + a->transport_delta;
	struct udphdr *udp = at;
	struct icmp *icmp = at;
	__u16 *checksum = at + TCP_CHECKSUM_AT;

	if (p->key.protocol == IPPROTO_TCP) {
		if ((void *)(checksum + 1) > end)
			return 0;
		rewrite_port(p, a, at);
		*checksum = changed(*checksum, delta);
	} else if (p->key.protocol == IPPROTO_UDP) {
		rewrite_port(p, a, at);
		udp->check = changed_udp(udp->check, delta);
	} else if (p->key.protocol == IPPROTO_ICMP) {
		/* No pseudo header: the identifier alone counts (RFC 5508 section 3.1). */
		icmp->identifier = a->new_port;
		p->key.ports = a->new_port;
		icmp->checksum = changed(icmp->checksum, a->transport_delta);
	}
	return 1;
}

/* One hop less, new address, new port, new identification. The caller has seen the header and 8
 * bytes behind it. */
static __always_inline int rewrite_ipv4(struct packet *p, struct flow_action *a, struct iphdr *ip,
					void *end)
{
	__u32 delta = TTL_DELTA;

	ip->ttl--;
	if (a->action & REWRITES) {
		if (a->action & FLOW_REWRITE_SOURCE)
			p->key.source = ip->saddr = a->new_address;
		else
			p->key.destination = ip->daddr = a->new_address;
		delta += a->ip_delta;
		if (!rewrite_transport(p, a, ip + 1, end))
			return 0;
	}
	if ((a->flags & FLOW_NEW_IDENTIFICATION) && !(ip->frag_off & bpf_htons(DONT_FRAGMENT))) {
		__be16 identification = bpf_htons(next_identification());

		delta += delta16(ip->id, identification);
		ip->id = identification;
	}
	ip->check = changed(ip->check, delta);
	return 1;
}

/* Sum of ~before + after, folded. */
static __always_inline __u16 exchange_delta(struct ip_address *before, struct ip_address *after)
{
	__u64 sum = 0;

	for (int i = 0; i < 4; i++)
		sum += (__u64)(__u32)~before->words[i] + after->words[i];
	return fold64(sum);
}

/* A neutral exchange (RFC 6296 section 3.1) touches no checksum. */
static __always_inline int exchange_checksum(struct packet *p, __u16 delta, void *at, void *end)
{
	struct udphdr *udp = at;
	struct icmp *icmp = at;
	__u16 *checksum = at + TCP_CHECKSUM_AT;

	if (!delta || delta == 0xffff)
		return 1;
	if (p->key.protocol == IPPROTO_TCP) {
		if ((void *)(checksum + 1) > end)
			return 0;
		*checksum = changed(*checksum, delta);
	} else if (p->key.protocol == IPPROTO_UDP) {
		udp->check = changed_udp(udp->check, delta);
	} else if (p->key.protocol == IPPROTO_ICMPV6) {
		icmp->checksum = changed(icmp->checksum, delta);
	}
	return 1;
}

/* One hop less, another address. The caller has seen the header and 8 bytes behind it. */
static __always_inline int rewrite_ipv6(struct packet *p, struct flow *flow, struct ipv6hdr *ip,
					void *end)
{
	struct ip_address *to = &flow->new_address;
	__u16 delta;

	ip->hop_limit--;
	if (flow->action.action & FLOW_REWRITE_SOURCE) {
		delta = exchange_delta(&p->addresses.source, to);
		__builtin_memcpy(&ip->saddr, to, sizeof(*to));
		p->key.source = digest(to);
	} else if (flow->action.action & FLOW_REWRITE_DESTINATION) {
		delta = exchange_delta(&p->addresses.destination, to);
		__builtin_memcpy(&ip->daddr, to, sizeof(*to));
		p->key.destination = digest(to);
	} else {
		return 1;
	}
	return exchange_checksum(p, delta, ip + 1, end);
}

#endif
