/* Where packets go to and come from: AdjacencyTable and AdjacencyLayout of io.hnvgateway.packet.flow.
 * A slot is read under its sequence; in doubt it is not usable. Slot 0 never is. */
#ifndef HNV_ADJACENCY_H
#define HNV_ADJACENCY_H

#include <linux/types.h>
#include <bpf/bpf_helpers.h>

#include "ethernet.h"
#include "ip_address.h"

#define ADJACENCY_NEIGHBOR 1
#define ADJACENCY_OVERLAY 2
#define ADJACENCY_FRONT_END 3

#define ADJACENCY_RESOLVED 1
#define ADJACENCY_OUTER_DONT_FRAGMENT 2

struct adjacency {
	__u32 sequence;
	__u8 kind;
	__u8 port; /* index of the link */
	__u16 mtu_bytes;
	struct mac_pair macs;
	__u32 flags;
	struct ip_address provider_source;
	struct ip_address destination; /* OVERLAY: the host's provider address */
	__u32 vsid; /* NEIGHBOR: VLAN, 0 = none */
	__u32 next_hop;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1024);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, __u32);
	__type(value, struct adjacency);
} adjacencies SEC(".maps");

static __always_inline struct adjacency *adjacency_at(__u32 slot)
{
	return slot ? bpf_map_lookup_elem(&adjacencies, &slot) : 0;
}

/* The sequence to hold against a later one; an odd one fits none. */
static __always_inline __u32 begin_read(struct adjacency *a)
{
	__u32 sequence = *(volatile __u32 *)&a->sequence;

	barrier();
	return sequence;
}

static __always_inline int unchanged(struct adjacency *a, __u32 sequence)
{
	barrier();
	return !(sequence & 1) && *(volatile __u32 *)&a->sequence == sequence;
}

#endif
