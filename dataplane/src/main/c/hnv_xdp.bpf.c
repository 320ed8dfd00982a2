/* Steers each frame of the gateway's ports: up to its worker (AF_XDP), to the host's kernel, or
 * nowhere. Only what a map names as the host's passes; what is the gateway's and cannot be
 * delivered is dropped. SteeringFilter.java decides the same for AF_PACKET, step by step. */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "maps.h"
#include "redirect.h"
#include "steering.h"

#define ETHERTYPE_LLDP 0x88cc
#define DHCP_CLIENT_PORT 68
#define FRAGMENT_OFFSET_MASK 0x1fff

struct vlan_tag {
	__be16 tci;
	__be16 ethertype;
};

struct arp_ipv4 {
	__be16 hardware_type;
	__be16 protocol_type;
	__u8 hardware_length;
	__u8 protocol_length;
	__be16 operation;
	__u8 sender_mac[6];
	__u8 sender_ip[4];
	__u8 target_mac[6];
	__u8 target_ip[4];
};

/* The frame as far as it is parsed. */
struct frame {
	void *at;
	void *end;
	__u16 ethertype;
	__u16 vlan; /* 0: untagged or a priority tag */
};

static __always_inline __u32 flags_of(__u32 address)
{
	__u32 *flags = bpf_map_lookup_elem(&addresses, &address);

	return flags ? *flags : 0;
}

static __always_inline int is_public(__u32 address)
{
	struct prefix4 key = {.length = 32, .address = address};

	return bpf_map_lookup_elem(&public_prefixes, &key) != 0;
}

static __always_inline int arp_verdict(struct frame *f, struct port *port)
{
	struct arp_ipv4 *arp = f->at;
	__u32 target;

	if ((void *)(arp + 1) > f->end)
		return DROP_TRUNCATED;
	__builtin_memcpy(&target, arp->target_ip, 4);
	if (!(flags_of(target) & ADDRESS_GATEWAY))
		return HOST_ARP;
	return port->roles & ROLE_FRONT_END ? GATEWAY_ARP : DROP_ARP_OFF_FRONT_END;
}

static __always_inline int is_dhcp_reply(struct frame *f, struct iphdr *ip)
{
	struct udphdr *udp = f->at + 20;

	if (ip->protocol != IPPROTO_UDP || ip->ihl != 5)
		return 0;
	if (ip->frag_off & bpf_htons(FRAGMENT_OFFSET_MASK))
		return 0;
	return (void *)(udp + 1) <= f->end && udp->dest == bpf_htons(DHCP_CLIENT_PORT);
}

static __always_inline int foreign_ipv4_verdict(struct frame *f, struct iphdr *ip)
{
	__u32 destination = bpf_ntohl(ip->daddr);

	if (is_dhcp_reply(f, ip))
		return HOST_DHCP;
	if (destination == 0xffffffff)
		return DROP_BROADCAST;
	if (destination >> 28 != 0xe)
		return DROP_FOREIGN_IPV4;
	return ip->protocol == IPPROTO_IGMP ? HOST_IGMP : DROP_MULTICAST;
}

static __always_inline int ipv4_verdict(struct frame *f, struct port *port)
{
	struct iphdr *ip = f->at;
	__u32 flags;

	if ((void *)(ip + 1) > f->end)
		return DROP_TRUNCATED;
	if (ip->version != 4 || ip->ihl < 5)
		return DROP_MALFORMED_IPV4;
	flags = flags_of(ip->daddr);
	if (ip->protocol == IPPROTO_GRE && (flags & ADDRESS_PROVIDER))
		return port->roles & ROLE_BACK_END ? GATEWAY_NVGRE : DROP_NVGRE_OFF_BACK_END;
	if (flags & ADDRESS_HOST)
		return HOST_IPV4;
	if (is_public(ip->daddr))
		return port->roles & ROLE_FRONT_END ? GATEWAY_PUBLIC : DROP_PUBLIC_OFF_FRONT_END;
	return foreign_ipv4_verdict(f, ip);
}

/* Link-local unicast and multicast (neighbour discovery), and the host's own addresses. */
static __always_inline int ipv6_verdict(struct frame *f)
{
	struct ipv6hdr *ip = f->at;
	struct address6 destination;

	if ((void *)(ip + 1) > f->end)
		return DROP_TRUNCATED;
	if (ip->nexthdr == IPPROTO_GRE)
		return DROP_FOREIGN_IPV6;
	__builtin_memcpy(&destination, &ip->daddr, 16);
	if (destination.bytes[0] == 0xff && (destination.bytes[1] & 0x0f) == 2)
		return HOST_IPV6;
	if (destination.bytes[0] == 0xfe && (destination.bytes[1] & 0xc0) == 0x80)
		return HOST_IPV6;
	return bpf_map_lookup_elem(&addresses6, &destination) ? HOST_IPV6 : DROP_FOREIGN_IPV6;
}

static __always_inline int protocol_verdict(struct frame *f, struct port *port)
{
	switch (f->ethertype) {
	case ETH_P_IP:
		return ipv4_verdict(f, port);
	case ETH_P_ARP:
		return arp_verdict(f, port);
	case ETH_P_IPV6:
		return ipv6_verdict(f);
	case ETHERTYPE_LLDP:
		return HOST_LLDP;
	default:
		return DROP_ETHERTYPE;
	}
}

/* In a VLAN that is not the host's nothing passes; in one of the host's all but the gateway's. */
static __always_inline int tagged_verdict(struct frame *f, struct port *port, int verdict)
{
	__u32 key = port->index << 12 | f->vlan;

	if (verdict < HOST_ARP || verdict == DROP_TRUNCATED || verdict == DROP_NVGRE_OFF_BACK_END ||
	    verdict == DROP_PUBLIC_OFF_FRONT_END || verdict == DROP_ARP_OFF_FRONT_END)
		return verdict;
	return bpf_map_lookup_elem(&host_vlans, &key) ? HOST_VLAN : DROP_FOREIGN_VLAN;
}

static __always_inline int is_for_port(struct ethhdr *eth, struct port *port)
{
	__u16 *to = (__u16 *)eth->h_dest, *own = (__u16 *)port->mac;

	return (eth->h_dest[0] & 1) || (to[0] == own[0] && to[1] == own[1] && to[2] == own[2]);
}

static __always_inline int verdict_of(struct frame *f, struct port *port)
{
	struct ethhdr *eth = f->at;
	struct vlan_tag *tag = f->at + sizeof(*eth);
	int verdict;

	if ((void *)(eth + 1) > f->end)
		return DROP_TRUNCATED;
	if (!is_for_port(eth, port))
		return DROP_OTHER_MAC;
	f->ethertype = bpf_ntohs(eth->h_proto);
	f->at = eth + 1;
	if (f->ethertype == ETH_P_8021Q) {
		if ((void *)(tag + 1) > f->end)
			return DROP_TRUNCATED;
		f->ethertype = bpf_ntohs(tag->ethertype);
		f->vlan = bpf_ntohs(tag->tci) & 0xfff;
		f->at = tag + 1;
	}
	verdict = protocol_verdict(f, port);
	return f->vlan ? tagged_verdict(f, port, verdict) : verdict;
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

SEC("xdp")
int hnv_steer(struct xdp_md *ctx)
{
	struct frame f = {.at = (void *)(long)ctx->data, .end = (void *)(long)ctx->data_end};
	__u32 interface = ctx->ingress_ifindex;
	struct port *port = bpf_map_lookup_elem(&ports, &interface);
	__u32 verdict;

	if (!port) {
		count(0, DROP_UNKNOWN_PORT);
		return XDP_DROP;
	}
	verdict = verdict_of(&f, port);
	if (verdict <= GATEWAY_ARP && to_worker(ctx, port) != XDP_REDIRECT)
		verdict = DROP_NO_SOCKET;
	count(port->index, verdict);
	if (verdict >= DROP_TRUNCATED)
		return XDP_DROP;
	return verdict <= GATEWAY_ARP ? XDP_REDIRECT : XDP_PASS;
}

char LICENSE[] SEC("license") = "GPL";
