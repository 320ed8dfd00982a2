/* NVGRE around a packet from a VM (RFC 7637 section 3.2): OuterPath, NvgreStage, and the origin that
 * AdjacencyTable.isOrigin compares. */
#ifndef HNV_TUNNEL_H
#define HNV_TUNNEL_H

#include <linux/if_ether.h>
#include <linux/ip.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "adjacency.h"
#include "frame.h"
#include "maps.h"

/* Key present, nothing else; Transparent Ethernet Bridging. */
#define NVGRE_FIRST_WORD bpf_htonl(0x20006558)

struct nvgre {
	__be32 first_word;
	__be32 key; /* VSID and FlowID */
	struct ethhdr inner;
} __attribute__((packed));

_Static_assert(sizeof(struct nvgre) == 22, "GRE with key, and Ethernet");

/* The outer headers of a packet. */
struct tunnel {
	struct ip_address source;
	struct ip_address destination;
	__u32 vsid;
	struct mac_pair macs; /* of the inner frame */
};

static __always_inline __u32 compartment_of(__u32 vsid)
{
	__u32 key = vsid >> 4;
	struct line32 *line = bpf_map_lookup_elem(&vsid_compartments, &key);

	return line ? line->at[vsid & 15] : 0;
}

/* Reads NVGRE; the caller has seen its bytes. */
static __always_inline int read_nvgre(struct tunnel *t, struct nvgre *gre)
{
	if (gre->first_word != NVGRE_FIRST_WORD)
		return 0;
	t->vsid = bpf_ntohl(gre->key) >> 8;
	__builtin_memcpy(&t->macs, &gre->inner, sizeof(t->macs));
	return 1;
}

static __always_inline int same_mac(__u8 *one, __u8 *other)
{
	return *(__u32 *)one == *(__u32 *)other &&
	       *(__u16 *)(one + 4) == *(__u16 *)(other + 4);
}

static __always_inline int same_address(struct ip_address *one, struct ip_address *other)
{
	return one->words[3] == other->words[3] && one->words[2] == other->words[2] &&
	       one->words[1] == other->words[1] && one->words[0] == other->words[0];
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
static __always_inline int is_from_vm(struct tunnel *t, __u32 slot)
{
	struct adjacency *vm = adjacency_at(slot);
	__u32 sequence;

	if (!vm)
		return 0;
	sequence = begin_read(vm);
	return vm->kind == ADJACENCY_OVERLAY && vm->vsid == t->vsid &&
	       same_mac(vm->macs.destination, t->macs.source) &&
	       same_mac(vm->macs.source, t->macs.destination) &&
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
