/* Executes the flow entry of a packet, when there is one and the packet may use it: HitPath and
 * FlowExecutor of Java, with the same bytes as result. Any doubt: the packet goes up as it came. */
#ifndef HNV_EXECUTE_H
#define HNV_EXECUTE_H

#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "egress.h"
#include "encapsulate.h"
#include "flow.h"
#include "frame.h"
#include "maps.h"
#include "packet.h"
#include "rewrite.h"
#include "room.h"
#include "traffic.h"
#include "tunnel.h"

/* A packet with its flow, and where it goes: all that carrying out needs. */
struct hit {
	struct tunnel t; /* that it came by, if from a VM */
	struct packet p;
	struct flow flow;
	struct egress e;
} __attribute__((aligned(64)));

/* In work on each CPU: too large for the stack. */
static struct hit hits[MAX_CPUS];

static __always_inline struct hit *own_hit(void)
{
	return &hits[bpf_get_smp_processor_id() & (MAX_CPUS - 1)];
}

/* A SYN's MSS is clamped by the slow path; what opens or ends a session is judged there. */
static __always_inline int keeps_state(struct packet *p, struct flow_action *a)
{
	__u32 judged = a->session == FLOW_NO_SESSION ? TCP_SYN : TCP_SYN | TCP_FIN | TCP_RST;

	return !(p->tcp_flags & judged);
}

static __always_inline int is_current(struct flow_action *a)
{
	__u32 key = a->owner >> 4;
	struct line32 *line = bpf_map_lookup_elem(&generations, &key);

	return line && a->owner < settings.compartments &&
	       *(volatile __u32 *)&line->at[a->owner & 15] == a->generation;
}

/* The check on every hit: FlowExecutor.admits, but for where the packet came from. */
static __always_inline int admits(struct packet *p, struct flow_action *a, struct egress *e)
{
	return !(a->flags & FLOW_JAVA_ONLY) && keeps_state(p, a) && is_current(a) &&
	       read_egress(e, a->egress, p->total_bytes) && choose_link(e);
}

/* FlowTable.carried. */
static __always_inline void note_packet(struct packet *p, struct flow *flow,
					struct flow_place *place)
{
	if (!place->entry || !place->counter)
		return;
	note_use(place->entry, flow, p->tcp_flags & TCP_ACK, p->acknowledged);
	count_packet(place->counter, p->total_bytes);
}

static __always_inline int change(struct hit *h, void *at, void *end, __u32 headers)
{
	struct iphdr *ip = at + headers;
	struct ipv6hdr *ip6 = at + headers;

	if (h->p.ipv6) {
		if ((void *)(ip6 + 1) + LEAST_TRANSPORT_BYTES > end ||
		    !rewrite_ipv6(&h->p, &h->flow, ip6, end))
			return 0;
	} else {
		if ((void *)(ip + 1) + LEAST_TRANSPORT_BYTES > end ||
		    !rewrite_ipv4(&h->p, &h->flow.action, ip, end))
			return 0;
	}
	return write_headers(at, end, &h->p, &h->e);
}

/* Carries out this CPU's hit: changes the packet, which leaves by the link that is chosen already,
 * and returns the verdict. Where a driver leaves no room for the headers the packet is as it came
 * and goes up. */
static __always_inline int carry_out(struct xdp_md *ctx, struct flow_place *place)
{
	struct hit *h = own_hit();
	__u32 headers = header_bytes(&h->e), received = frame_bytes(ctx);

	if (!make_room(ctx, &h->e, h->p.at, headers, h->p.total_bytes))
		return h->p.from_vm ? GATEWAY_NVGRE : GATEWAY_PUBLIC;
	if (!change(h, (void *)(long)ctx->data, (void *)(long)ctx->data_end, headers))
		return DROP_TRUNCATED;
	count_traffic(h->flow.action.owner, h->p.from_vm, received);
	note_packet(&h->p, &h->flow, place); /* last: little then waits for its locked additions */
	return EXECUTED;
}

/* Reads the IP packet in the tunnel or on the link, and finds its flow. */
static __always_inline int find_hit(struct hit *h, struct flow_place *place, struct inner *in,
				    void *end)
{
	if (in->ethertype == bpf_htons(ETH_P_IP))
		return read_ipv4(&h->p, in->ip, end, in->bytes) &&
		       find_flow(&h->flow, place, &h->p.key);
	if (in->ethertype == bpf_htons(ETH_P_IPV6))
		return read_ipv6(&h->p, in->ip, end, in->bytes) &&
		       find_flow6(&h->flow, place, &h->p.key, &h->p.addresses);
	return 0;
}

/* A flow that leaves by a tunnel is for Java alone; to which worker, and that it is no flood of first
 * packets, is known already. */
static __always_inline void note_tunnel(struct frame *f, struct hit *h)
{
	struct flow_action *a = &h->flow.action;

	if ((a->action & FLOW_TUNNEL) && keeps_state(&h->p, a) && is_current(a))
		f->tunnel = bpf_ntohs(a->new_port);
}

static __always_inline int is_hit_from_vm(struct hit *h, struct flow_place *place, struct frame *f,
					  struct inner *in, __u32 outer_bytes)
{
	h->p.at = f->link_bytes + outer_bytes + TUNNEL_BYTES;
	h->p.from_vm = 1;
	h->p.key.compartment = compartment_of(h->t.vsid);
	if (!h->p.key.compartment || !find_hit(h, place, in, f->end) ||
	    !is_from_vm(&h->t, in->macs, h->flow.action.ingress))
		return 0;
	if (admits(&h->p, &h->flow.action, &h->e))
		return 1;
	note_tunnel(f, h);
	return 0;
}

static __always_inline int is_hit_from_front_end(struct hit *h, struct flow_place *place,
						 struct frame *f)
{
	struct inner whole = {
		.ip = f->at, .bytes = f->end - f->at, .ethertype = bpf_htons(f->ethertype)};

	h->p.at = f->link_bytes;
	h->p.from_vm = 0;
	h->p.key.compartment = 0;
	return find_hit(h, place, &whole, f->end) && is_front_end(h->flow.action.ingress) &&
	       admits(&h->p, &h->flow.action, &h->e);
}

/* What an IP-rewrite VM sends from its provider address is that VM's, whatever it says: on a link
 * that serves both sides, such an address may be the source. */
static __always_inline int is_hit_ipv4(struct hit *h, struct flow_place *place, struct frame *f)
{
	struct iphdr *ip = f->at;
	struct inner in;

	if ((void *)(ip + 1) > f->end)
		return 0;
	if (ip->protocol == IPPROTO_GRE)
		return (f->link & LINK_BACK_END) && read_tunnel(&h->t, &in, ip, f->end) &&
		       is_hit_from_vm(h, place, f, &in, IPV4_BYTES);
	if (!(f->link & LINK_FRONT_END))
		return 0;
	if ((f->link & LINK_BACK_END) && (flags_of(ip->saddr) & ADDRESS_REWRITE))
		return 0;
	return is_hit_from_front_end(h, place, f);
}

static __always_inline int is_hit_ipv6(struct hit *h, struct flow_place *place, struct frame *f)
{
	struct ipv6hdr *ip = f->at;
	struct inner in;

	if ((void *)(ip + 1) > f->end)
		return 0;
	if (ip->nexthdr == IPPROTO_GRE)
		return (f->link & LINK_BACK_END) && read_tunnel6(&h->t, &in, ip, f->end) &&
		       is_hit_from_vm(h, place, f, &in, IPV6_BYTES);
	if (!(f->link & LINK_FRONT_END))
		return 0;
	if ((f->link & LINK_BACK_END) && (flags_of6(&ip->saddr) & ADDRESS_REWRITE))
		return 0;
	return is_hit_from_front_end(h, place, f);
}

/* Whether the frame is a hit: then all is ready for carry_out, and nothing of the frame changed. */
static __always_inline int is_hit(struct frame *f, struct flow_place *place)
{
	if (!settings.executes || f->is_group)
		return 0;
	if (f->ethertype == ETH_P_IP)
		return is_hit_ipv4(own_hit(), place, f);
	return f->ethertype == ETH_P_IPV6 && is_hit_ipv6(own_hit(), place, f);
}

#endif
