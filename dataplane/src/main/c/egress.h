/* Where a packet goes and what is written before it: FlowExecutor.load and FlowExecutor.reaches. All
 * of it is copied before anything of the packet is changed. */
#ifndef HNV_EGRESS_H
#define HNV_EGRESS_H

#include <linux/if_ether.h>
#include <bpf/bpf_helpers.h>

#include "adjacency.h"
#include "maps.h"
#include "packet.h"

#define VLAN_TAG_BYTES 4
#define NVGRE_BYTES 8

enum tunnel_kind {
	NO_TUNNEL,
	IPV4_TUNNEL,
	IPV6_TUNNEL,
};

struct egress {
	/* Of the link. */
	__u32 port;
	__u32 vlan; /* 0: no tag */
	struct mac_pair link;
	/* Of the tunnel. */
	__u32 tunnel; /* enum tunnel_kind */
	__u32 vsid;
	__u32 dont_fragment;
	struct mac_pair inner;
	struct ip_address source;
	struct ip_address destination;
};

static __always_inline void read_link(struct egress *e, struct adjacency *neighbor)
{
	e->port = neighbor->port;
	e->vlan = neighbor->vsid;
	e->link = neighbor->macs;
}

/* Reads the neighbour that a tunnel's packets go over. */
static __always_inline int read_next_hop(struct egress *e, __u32 slot)
{
	struct adjacency *neighbor = adjacency_at(slot);
	__u32 sequence;

	if (!neighbor)
		return 0;
	sequence = begin_read(neighbor);
	if (neighbor->kind != ADJACENCY_NEIGHBOR || !(neighbor->flags & ADJACENCY_RESOLVED))
		return 0;
	read_link(e, neighbor);
	return unchanged(neighbor, sequence);
}

/* Reads the slot that a flow leads to. 0: it is not usable, or not for a packet of this length. */
static __always_inline int read_egress(struct egress *e, __u32 slot, __u32 total_bytes)
{
	struct adjacency *to = adjacency_at(slot);
	__u32 sequence, next_hop;

	if (!to)
		return 0;
	sequence = begin_read(to);
	if (total_bytes > to->mtu_bytes)
		return 0;
	e->tunnel = NO_TUNNEL;
	if (to->kind == ADJACENCY_NEIGHBOR) {
		read_link(e, to);
		return (to->flags & ADJACENCY_RESOLVED) && unchanged(to, sequence);
	}
	if (to->kind != ADJACENCY_OVERLAY)
		return 0;
	e->tunnel = is_ipv4(&to->destination) ? IPV4_TUNNEL : IPV6_TUNNEL;
	e->vsid = to->vsid;
	e->dont_fragment = to->flags & ADJACENCY_OUTER_DONT_FRAGMENT;
	e->inner = to->macs;
	e->source = to->provider_source;
	e->destination = to->destination;
	next_hop = to->next_hop;
	return unchanged(to, sequence) && read_next_hop(e, next_hop);
}

/* Chooses the link that bpf_redirect_map sends by. 0: there is none, for its device takes no
 * redirected frames (RedirectTargets). The frame stays as it is, and may still go elsewhere. */
static __always_inline int choose_link(struct egress *e)
{
	return bpf_redirect_map(&links, e->port, XDP_DROP) == XDP_REDIRECT;
}

/* Bytes that are written before the IP packet. */
static __always_inline __u32 header_bytes(struct egress *e)
{
	__u32 bytes = ETH_HLEN;

	if (e->vlan)
		bytes += VLAN_TAG_BYTES;
	if (e->tunnel)
		bytes += NVGRE_BYTES + ETH_HLEN;
	if (e->tunnel == IPV4_TUNNEL)
		bytes += IPV4_BYTES;
	if (e->tunnel == IPV6_TUNNEL)
		bytes += IPV6_BYTES;
	return bytes;
}

#endif
