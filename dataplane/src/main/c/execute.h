/* Executes the flow entry of a packet, when there is one and the packet may use it: HitPath and
 * FlowExecutor of Java, with the same bytes as result. Any doubt: the packet goes up as it came. */
#ifndef HNV_EXECUTE_H
#define HNV_EXECUTE_H

#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
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

#define NOT_EXECUTED (-1)

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
	       read_egress(e, a->egress, p->total_bytes);
}

/* FlowTable.carried. */
static __always_inline void note_packet(struct packet *p, struct flow *flow)
{
	touch_flow(flow);
	if (p->tcp_flags & TCP_ACK)
		note_acknowledgement(flow, p->acknowledged);
	count_packet(flow->counter, p->total_bytes);
}

/* Changes the packet and sends it off.
 *
 * up: the verdict with which it goes up, unchanged, where a driver leaves no room */
static __always_inline int carry_out(struct xdp_md *ctx, struct packet *p, struct flow *flow,
				     struct egress *e, int up)
{
	__u32 headers = header_bytes(e), received = frame_bytes(ctx);
	struct iphdr *ip;
	void *at, *end;

	if (!make_room(ctx, e, p->at, headers, p->total_bytes))
		return up;
	at = (void *)(long)ctx->data;
	end = (void *)(long)ctx->data_end;
	ip = at + headers;
	if ((void *)(ip + 1) + LEAST_TRANSPORT_BYTES > end ||
	    !rewrite_ipv4(p, &flow->action, ip, end))
		return DROP_TRUNCATED;
	write_headers(at, p, e, bpf_htons(ETH_P_IP));
	if (bpf_redirect_map(&links, e->port, XDP_DROP) != XDP_REDIRECT)
		return DROP_NO_LINK;
	note_packet(p, flow);
	count_traffic(flow->action.owner, up == GATEWAY_NVGRE, received);
	return EXECUTED;
}

static __always_inline int read_tunnel(struct tunnel *t, struct packet *p, struct frame *f,
				       struct iphdr *outer)
{
	struct nvgre *gre = (void *)(outer + 1);
	__u32 bytes;

	if ((void *)(gre + 1) > f->end || !is_plain_ipv4(outer, f->end - (void *)outer))
		return 0;
	bytes = bpf_ntohs(outer->tot_len);
	if (bytes < IPV4_BYTES + sizeof(*gre) || !read_nvgre(t, gre))
		return 0;
	if (gre->inner.h_proto != bpf_htons(ETH_P_IP))
		return 0;
	t->source = (struct ip_address){{0, 0, MAPPED_IPV4, outer->saddr}};
	t->destination = (struct ip_address){{0, 0, MAPPED_IPV4, outer->daddr}};
	p->key.compartment = compartment_of(t->vsid);
	return p->key.compartment &&
	       read_ipv4(p, (void *)(gre + 1), f->end, bytes - IPV4_BYTES - sizeof(*gre));
}

static __always_inline int execute_from_vm(struct xdp_md *ctx, struct frame *f, struct iphdr *outer)
{
	struct packet p = {};
	struct tunnel t;
	struct egress e;
	struct flow flow;

	p.at = f->link_bytes + IPV4_BYTES + sizeof(struct nvgre);
	if (!read_tunnel(&t, &p, f, outer) || !find_flow(&p.key, &flow) ||
	    !is_from_vm(&t, flow.action.ingress) || !admits(&p, &flow.action, &e))
		return NOT_EXECUTED;
	return carry_out(ctx, &p, &flow, &e, GATEWAY_NVGRE);
}

static __always_inline int execute_from_front_end(struct xdp_md *ctx, struct frame *f,
						  struct iphdr *ip)
{
	struct packet p = {};
	struct egress e;
	struct flow flow;

	p.at = f->link_bytes;
	if (!read_ipv4(&p, ip, f->end, f->end - (void *)ip) || !find_flow(&p.key, &flow) ||
	    !is_front_end(flow.action.ingress) || !admits(&p, &flow.action, &e))
		return NOT_EXECUTED;
	return carry_out(ctx, &p, &flow, &e, GATEWAY_PUBLIC);
}

/* A packet from the provider address of an IP-rewrite VM is that VM's, whatever it says. */
static __always_inline int may_be_rewritten(struct frame *f, struct iphdr *ip)
{
	return (f->link & LINK_BACK_END) && (flags_of(ip->saddr) & ADDRESS_REWRITE);
}

static __always_inline int execute_ipv4(struct xdp_md *ctx, struct frame *f)
{
	struct iphdr *ip = f->at;

	if ((void *)(ip + 1) > f->end)
		return NOT_EXECUTED;
	if (ip->protocol == IPPROTO_GRE)
		return f->link & LINK_BACK_END ? execute_from_vm(ctx, f, ip) : NOT_EXECUTED;
	if (!(f->link & LINK_FRONT_END) || may_be_rewritten(f, ip))
		return NOT_EXECUTED;
	return execute_from_front_end(ctx, f, ip);
}

/* NOT_EXECUTED with nothing changed; else the verdict. */
static __always_inline int execute(struct xdp_md *ctx, struct frame *f)
{
	if (!settings.executes || f->is_group)
		return NOT_EXECUTED;
	if (f->ethertype == ETH_P_IP)
		return execute_ipv4(ctx, f);
	return NOT_EXECUTED;
}

#endif
