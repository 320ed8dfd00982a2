/* Writes what stands before an IP packet on its way out: NvgreEncapsulation, and the link's header as
 * FlowExecutor.frame. */
#ifndef HNV_ENCAPSULATE_H
#define HNV_ENCAPSULATE_H

#include <linux/ipv6.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "checksum.h"
#include "egress.h"
#include "ethernet.h"
#include "identification.h"
#include "packet.h"
#include "tunnel.h"

#define OUTER_TTL 128 /* and hop limit */
#define FLOW_LABEL_BITS 20

/* Returns what follows, 0 if the frame ends before. */
static __always_inline void *write_link(void *at, void *end, struct egress *e, __be16 type)
{
	__be16 *tag = at + ETH_HLEN;

	if ((void *)(tag + 2) > end)
		return 0;
	if (!e->vlan) {
		write_ethernet(at, &e->link, type);
		return tag;
	}
	write_ethernet(at, &e->link, bpf_htons(ETH_P_8021Q));
	tag[0] = bpf_htons(e->vlan);
	tag[1] = type;
	return tag + 2;
}

/* FlowEntropy: alike for all packets of a flow. */
static __always_inline __u32 entropy_of(struct packet *p)
{
	return bpf_ntohl(p->key.source ^ p->key.destination ^ p->key.ports) ^ p->key.protocol;
}

static __always_inline __u32 flow_id(__u32 entropy)
{
	entropy ^= entropy >> 16;
	return (entropy ^ entropy >> 8) & 0xff;
}

/* In whole words, summed before they are stored: a load of what narrower stores have just written
 * waits for them. */
static __always_inline void write_outer_ipv4(void *at, __u32 payload_bytes, struct egress *e)
{
	__be32 length = bpf_htonl(PLAIN_IPV4 << 24 | (payload_bytes + IPV4_BYTES));
	__be32 fragment = e->dont_fragment ? bpf_htonl(DONT_FRAGMENT)
					   : bpf_htonl((__u32)next_identification() << 16);
	__be32 protocol = bpf_htonl(OUTER_TTL << 24 | IPPROTO_GRE << 16);
	__be32 source = e->source.words[3], destination = e->destination.words[3];
	__u16 sum = fold64((__u64)length + fragment + protocol + source + destination);
	__be32 *words = at;

	words[0] = length;
	words[1] = fragment;
	words[2] = protocol | bpf_htonl(bpf_ntohs(~sum));
	words[3] = source;
	words[4] = destination;
}

static __always_inline int write_nvgre(struct nvgre *gre, void *end, struct egress *e,
				       __u32 entropy, __be16 type)
{
	struct ethernet *eth = inner_ethernet(gre);

	if ((void *)(eth + 1) > end)
		return 0;
	gre->first_word = NVGRE_FIRST_WORD;
	gre->key = bpf_htonl(e->vsid << 8 | flow_id(entropy));
	write_ethernet(eth, &e->inner, type);
	return 1;
}

/* Never 0, which means "no label" (RFC 6437 section 2). */
static __always_inline __u32 flow_label(__u32 entropy)
{
	__u32 label = (entropy ^ entropy >> FLOW_LABEL_BITS) & ((1 << FLOW_LABEL_BITS) - 1);

	return label ? label : 1;
}

static __always_inline void write_outer_ipv6(struct ipv6hdr *ip, __u32 payload_bytes,
					     struct egress *e, __u32 entropy)
{
	*(__be32 *)ip = bpf_htonl((__u32)6 << 28 | flow_label(entropy));
	ip->payload_len = bpf_htons(payload_bytes);
	ip->nexthdr = IPPROTO_GRE;
	ip->hop_limit = OUTER_TTL;
	__builtin_memcpy(&ip->saddr, &e->source, sizeof(e->source));
	__builtin_memcpy(&ip->daddr, &e->destination, sizeof(e->destination));
}

/* Writes all headers from `at` on. 0: the frame ends before, which the room made excludes. */
static __always_inline int write_headers(void *at, void *end, struct packet *p, struct egress *e)
{
	__be16 type = p->ipv6 ? bpf_htons(ETH_P_IPV6) : bpf_htons(ETH_P_IP);
	__u32 payload_bytes = p->total_bytes + TUNNEL_BYTES;
	__u32 entropy = entropy_of(p), tunnel = e->tunnel;
	__be16 outer_type = tunnel == NO_TUNNEL	    ? type
			    : tunnel == IPV4_TUNNEL ? bpf_htons(ETH_P_IP)
						    : bpf_htons(ETH_P_IPV6);
	void *outer = write_link(at, end, e, outer_type);

	if (!outer || tunnel == NO_TUNNEL)
		return outer != 0;
	if (tunnel == IPV4_TUNNEL) {
		if (outer + IPV4_BYTES > end)
			return 0;
		write_outer_ipv4(outer, payload_bytes, e);
		return write_nvgre(outer + IPV4_BYTES, end, e, entropy, type);
	}
	if (outer + IPV6_BYTES > end)
		return 0;
	write_outer_ipv6(outer, payload_bytes, e, entropy);
	return write_nvgre(outer + IPV6_BYTES, end, e, entropy, type);
}

#endif
