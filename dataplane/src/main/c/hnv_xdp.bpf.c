/* Executes the flow entry of each frame of the gateway's ports, where the frame has one; steers all
 * other frames: up to their worker (AF_XDP), to the host's kernel, or nowhere. Only what a map names
 * as the host's passes; what is the gateway's and cannot be delivered is dropped. SteeringFilter.java
 * steers alike for AF_PACKET, step by step. */
#include <linux/bpf.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "ethernet.h"
#include "execute.h"
#include "frame.h"
#include "heartbeat.h"
#include "ipv4.h"
#include "ipv6.h"
#include "maps.h"
#include "redirect.h"
#include "steering.h"

#define ETHERTYPE_LLDP 0x88cc

struct vlan_tag {
	__be16 tci;
	__be16 ethertype;
};

/* Whatever the addresses: they are of the tenant's own space. */
static __always_inline int tenant_verdict(struct frame *f)
{
	switch (f->ethertype) {
	case ETH_P_IP:
	case ETH_P_ARP:
	case ETH_P_IPV6:
		return GATEWAY_TUNNEL;
	default:
		return DROP_ETHERTYPE;
	}
}

static __always_inline int protocol_verdict(struct frame *f)
{
	if (f->link & LINK_TENANT)
		return tenant_verdict(f);
	switch (f->ethertype) {
	case ETH_P_IP:
		return ipv4_verdict(f);
	case ETH_P_ARP:
		return arp_verdict(f);
	case ETH_P_IPV6:
		return ipv6_verdict(f);
	case ETHERTYPE_LLDP:
		return HOST_LLDP;
	default:
		return DROP_ETHERTYPE;
	}
}

/* In a VLAN of the gateway nothing is the host's; in one of the host's all is but what would be
 * the gateway's elsewhere; in any other nothing passes. */
static __always_inline int tagged_verdict(struct frame *f, int verdict)
{
	if (f->link & LINK_GATEWAY_VLAN)
		return verdict >= HOST_ARP && verdict <= HOST_VLAN ? DROP_FOREIGN_VLAN : verdict;
	switch (verdict) {
	case DROP_TRUNCATED:
	case DROP_NVGRE_OFF_BACK_END:
	case DROP_PUBLIC_OFF_FRONT_END:
	case DROP_ARP_OFF_FRONT_END:
	case DROP_ND_OFF_FRONT_END:
		return verdict;
	default:
		return f->link & LINK_HOST_VLAN ? HOST_VLAN : DROP_FOREIGN_VLAN;
	}
}

/* A VLAN of the gateway is tagged by 802.1Q; one of the host's may be by 802.1ad too. */
static __always_inline __u32 vlan_link(struct port *port, __u16 tag_type, __u16 vlan)
{
	__u32 key = port->index << 12 | vlan;
	__u32 *link = bpf_map_lookup_elem(&vlans, &key);

	if (!link)
		return 0;
	return tag_type == ETH_P_8021Q ? *link : *link & LINK_HOST_VLAN;
}

static __always_inline int is_for_port(struct ethernet *eth, struct port *port)
{
	return is_group(eth) || same_mac((__u8 *)eth, port->mac);
}

/* Reads the link's header; DROP_* if the frame is for nobody here, else 0. */
static __always_inline int enter(struct frame *f, struct port *port)
{
	struct ethernet *eth = f->at;
	struct vlan_tag *tag = f->at + sizeof(*eth);
	__u16 tag_type;

	if ((void *)(eth + 1) > f->end)
		return DROP_TRUNCATED;
	if (!is_for_port(eth, port))
		return DROP_OTHER_MAC;
	f->is_group = is_group(eth);
	f->ethertype = bpf_ntohs(eth->type);
	f->at = eth + 1;
	f->link_bytes = sizeof(*eth);
	f->link = port->link;
	if (f->ethertype != ETH_P_8021Q && f->ethertype != ETH_P_8021AD)
		return 0;
	if ((void *)(tag + 1) > f->end)
		return DROP_TRUNCATED;
	tag_type = f->ethertype;
	f->ethertype = bpf_ntohs(tag->ethertype);
	f->vlan = bpf_ntohs(tag->tci) & 0xfff;
	f->at = tag + 1;
	f->link_bytes = sizeof(*eth) + sizeof(*tag);
	if (f->vlan)
		f->link = vlan_link(port, tag_type, f->vlan);
	return 0;
}

static __always_inline int verdict_of(struct xdp_md *ctx, struct frame *f, struct port *port)
{
	struct flow_place place = {};
	int verdict = enter(f, port);

	if (verdict)
		return verdict;
	if (is_answered_for() && is_hit(f, &place))
		return carry_out(ctx, &place);
	verdict = protocol_verdict(f);
	return f->vlan ? tagged_verdict(f, verdict) : verdict;
}

static __always_inline void count(__u32 port, __u32 verdict)
{
	__u32 cpu = bpf_get_smp_processor_id() & (MAX_CPUS - 1);
	__u32 cell = ((port & (MAX_PORTS - 1)) * MAX_CPUS + cpu) * MAX_VERDICTS + verdict;
	__u32 key = cell / 8;
	struct line64 *line = bpf_map_lookup_elem(&verdicts, &key);

	if (line)
		line->at[cell & 7]++;
}

/* MAX_PORTS if it is none. The index comes out of memory, so that all ports are one to the verifier,
 * which does not follow each one's way for itself. */
static __always_inline __u32 port_of(__u32 interface)
{
	for (__u32 i = 0; i < MAX_PORTS; i++)
		if (ports[i].interface == interface)
			return *(volatile __u16 *)&ports[i].index;
	return MAX_PORTS;
}

static __always_inline int is_for_worker(__u32 verdict)
{
	return verdict != EXECUTED && verdict <= GATEWAY_TUNNEL;
}

SEC("xdp")
int hnv_steer(struct xdp_md *ctx)
{
	struct frame f = {.at = (void *)(long)ctx->data, .end = (void *)(long)ctx->data_end};
	__u32 index = port_of(ctx->ingress_ifindex), verdict;
	struct port *port;

	if (index >= MAX_PORTS) {
		count(0, DROP_UNKNOWN_PORT);
		return XDP_DROP;
	}
	port = &ports[index];
	verdict = verdict_of(ctx, &f, port);
	if (is_for_worker(verdict))
		verdict = is_answered_for() ? to_worker(ctx, &f, port, verdict) : DROP_NO_HEARTBEAT;
	count(port->index, verdict);
	if (verdict >= DROP_TRUNCATED)
		return XDP_DROP;
	return verdict <= GATEWAY_TUNNEL ? XDP_REDIRECT : XDP_PASS;
}

char LICENSE[] SEC("license") = "GPL";
