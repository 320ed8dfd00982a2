/* Writes what stands before an IP packet on its way out: NvgreEncapsulation, and the link's header as
 * FlowExecutor.frame. */
#ifndef HNV_ENCAPSULATE_H
#define HNV_ENCAPSULATE_H

#include <linux/if_ether.h>
#include <linux/ip.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "checksum.h"
#include "egress.h"
#include "identification.h"
#include "packet.h"
#include "tunnel.h"

#define OUTER_TTL 128

static __always_inline void write_ethernet(struct ethhdr *eth, struct mac_pair *macs, __be16 type)
{
	__builtin_memcpy(eth, macs, sizeof(*macs));
	eth->h_proto = type;
}

/* Returns what follows. */
static __always_inline void *write_link(void *at, struct egress *e, __be16 type)
{
	__be16 *tag = at + ETH_HLEN;

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
	ip->tot_len = bpf_htons(payload_bytes + OUTER_IPV4_BYTES);
	ip->id = e->dont_fragment ? 0 : next_identification();
	ip->frag_off = e->dont_fragment ? bpf_htons(DONT_FRAGMENT) : 0;
	ip->ttl = OUTER_TTL;
	ip->protocol = IPPROTO_GRE;
	ip->check = 0;
	ip->saddr = e->source.words[3];
	ip->daddr = e->destination.words[3];
	ip->check = ~fold64((__u64)words[0] + words[1] + words[2] + words[3] + words[4]);
}

static __always_inline void write_nvgre(struct nvgre *gre, struct egress *e, __u32 entropy,
					__be16 type)
{
	gre->first_word = NVGRE_FIRST_WORD;
	gre->key = bpf_htonl(e->vsid << 8 | flow_id(entropy));
	write_ethernet(&gre->inner, &e->inner, type);
}

/* Writes all headers from `at` on; the caller has seen room for them. */
static __always_inline void write_headers(void *at, struct packet *p, struct egress *e, __be16 type)
{
	struct iphdr *outer;

	if (!e->tunnel) {
		write_link(at, e, type);
		return;
	}
	outer = write_link(at, e, bpf_htons(ETH_P_IP));
	write_outer_ipv4(outer, p->total_bytes + sizeof(struct nvgre), e);
	write_nvgre((void *)(outer + 1), e, entropy_of(p), type);
}

#endif
