/* NVGRE around a packet from a VM (RFC 7637 section 3.2): OuterPath, NvgreStage, and the origin that
 * AdjacencyTable.isOrigin compares. */
#ifndef HNV_TUNNEL_H
#define HNV_TUNNEL_H

#include <linux/ip.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "adjacency.h"
#include "ethernet.h"
#include "frame.h"
#include "maps.h"
#include "packet.h"

/* Key present, nothing else; Transparent Ethernet Bridging. */
#define NVGRE_FIRST_WORD bpf_htonl(0x20006558)

struct nvgre {
	__be32 first_word;
	__be32 key; /* VSID and FlowID */
};

/* GRE with key, and Ethernet. */
#define TUNNEL_BYTES (sizeof(struct nvgre) + ETH_HLEN)

static __always_inline struct ethernet *inner_ethernet(struct nvgre *gre)
{
	return (void *)(gre + 1);
}

/* The outer headers of a packet. */
struct tunnel {
	struct ip_address source;
	struct ip_address destination;
	__u32 vsid;
};

static __always_inline __u32 compartment_of(__u32 vsid)
{
	__u32 key = vsid >> 5;
	struct line16 *line = bpf_map_lookup_elem(&vsid_compartments, &key);

	return line ? line->at[vsid & 31] : 0;
}

/* Where the inner packet is, and how much of it may be believed. */
struct inner {
	struct mac_pair *macs;
	void *ip;
	__u32 bytes;
	__be16 ethertype;
};

/* Reads NVGRE in an IP packet with `bytes` bytes from there. 0: it is none. */
static __always_inline int read_nvgre(struct tunnel *t, struct inner *in, struct nvgre *gre,
				      void *end, __u32 bytes)
{
	struct ethernet *eth = inner_ethernet(gre);

	if ((void *)(eth + 1) > end || bytes < TUNNEL_BYTES || gre->first_word != NVGRE_FIRST_WORD)
		return 0;
	t->vsid = bpf_ntohl(gre->key) >> 8;
	in->macs = (void *)eth;
	in->ip = eth + 1;
	in->bytes = bytes - TUNNEL_BYTES;
	in->ethertype = eth->type;
	return 1;
}

/* Reads the outer headers in IPv4; the caller has seen 20 bytes. */
static __always_inline int read_tunnel(struct tunnel *t, struct inner *in, struct iphdr *outer,
				       void *end)
{
	if (!is_plain_ipv4(outer, end - (void *)outer))
		return 0;
	t->source = (struct ip_address){{0, 0, MAPPED_IPV4, outer->saddr}};
	t->destination = (struct ip_address){{0, 0, MAPPED_IPV4, outer->daddr}};
	return read_nvgre(t, in, (void *)(outer + 1), end,
			  bpf_ntohs(outer->tot_len) - IPV4_BYTES);
}

/* The same in IPv6; the caller has seen 40 bytes. */
static __always_inline int read_tunnel6(struct tunnel *t, struct inner *in, struct ipv6hdr *outer,
					void *end)
{
	if (!is_plain_ipv6(outer, end - (void *)outer))
		return 0;
	__builtin_memcpy(&t->source, &outer->saddr, sizeof(t->source));
	__builtin_memcpy(&t->destination, &outer->daddr, sizeof(t->destination));
	return read_nvgre(t, in, (void *)(outer + 1), end, bpf_ntohs(outer->payload_len));
}

/* A provider address of the gateway: most often that from which it speaks to this host. */
static __always_inline int is_own(struct ip_address *address, struct adjacency *host)
{
	if (same_address(address, &host->provider_source))
		return 1;
	return ((is_ipv4(address) ? flags_of(address->words[3]) : flags_of6(address)) &
		ADDRESS_PROVIDER) != 0;
}

/* Whether the packet came from the VM of this slot, by its host, to the gateway: outer source, VSID
 * and both inner MAC addresses. */
static __always_inline int is_from_vm(struct tunnel *t, struct mac_pair *inner, __u32 slot)
{
	struct adjacency *vm = adjacency_at(slot);
	__u32 sequence;

	if (!vm)
		return 0;
	sequence = begin_read(vm);
	return vm->kind == ADJACENCY_OVERLAY && vm->vsid == t->vsid &&
	       same_mac(vm->macs.destination, inner->source) &&
	       same_mac(vm->macs.source, inner->destination) &&
	       same_address(&vm->destination, &t->source) && is_own(&t->destination, vm) &&
	       unchanged(vm, sequence);
}

static __always_inline int is_front_end(__u32 slot)
{
	struct adjacency *a = adjacency_at(slot);
	__u32 sequence;

	if (!a)
		return 0;
	sequence = begin_read(a);
	return a->kind == ADJACENCY_FRONT_END && unchanged(a, sequence);
}

#endif
