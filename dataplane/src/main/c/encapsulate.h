/* Writes what stands before an IP packet on its way out: NvgreEncapsulation, and the link's header as
 * FlowExecutor.frame. */
#ifndef HNV_ENCAPSULATE_H
#define HNV_ENCAPSULATE_H

#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "checksum.h"
#include "egress.h"
#include "identification.h"
#include "packet.h"
#include "tunnel.h"

#define OUTER_TTL 128 /* and hop limit */
#define FLOW_LABEL_BITS 20

static __always_inline void write_ethernet(struct ethhdr *eth, struct mac_pair *macs, __be16 type)
{
	__builtin_memcpy(eth, macs, sizeof(*macs));
	eth->h_proto = type;
}

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

static __always_inline void write_outer_ipv4(struct iphdr *ip, __u32 payload_bytes,
					     struct egress *e)
{
	__u32 *words = (__u32 *)ip;

	ip->version = 4;
	ip->ihl = 5;
	ip->tos = 0;
	ip->tot_len = bpf_htons(payload_bytes + IPV4_BYTES);
	ip->id = e->dont_fragment ? 0 : next_identification();
	ip->frag_off = e->dont_fragment ? bpf_htons(DONT_FRAGMENT) : 0;
	ip->ttl = OUTER_TTL;
	ip->protocol = IPPROTO_GRE;
	ip->check = 0;
	ip->saddr = e->source.words[3];
	ip->daddr = e->destination.words[3];
	ip->check = ~fold64((__u64)words[0] + words[1] + words[2] + words[3] + words[4]);
}

static __always_inline int write_nvgre(struct nvgre *gre, void *end, struct egress *e,
				       __u32 entropy, __be16 type)
{
	if ((void *)(gre + 1) > end)
		return 0;
	gre->first_word = NVGRE_FIRST_WORD;
	gre->key = bpf_htonl(e->vsid << 8 | flow_id(entropy));
	write_ethernet(&gre->inner, &e->inner, type);
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
	__u32 payload_bytes = p->total_bytes + sizeof(struct nvgre);
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
