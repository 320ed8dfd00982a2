/* The last step of a frame that is the gateway's: to a socket of the worker that it falls to.
 *
 * GRE between two hosts arrives in one hardware queue, so the queue says nothing: the worker is
 * chosen by what is inside. From a VM it is the owner of the flow (NatShared.java computes the same
 * hash of compartment and inside address); from outside by the destination and the block of 64
 * ports. A tunnel has one worker for both directions, which its index or its SPI tells. A wrong choice costs a hand-over between workers, once a flow, and nothing else. */
#ifndef HNV_REDIRECT_H
#define HNV_REDIRECT_H

#include <linux/bpf.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "frame.h"
#include "maps.h"
#include "shares.h"
#include "steering.h"
#include "tunnel.h"

#define PORT_BLOCK_BITS 6

/* How frames are dealt out; io.hnvgateway.dataplane.xdp.WorkerChoice writes it. */
struct worker_choice {
	__u64 seed;
	__u32 workers;
	__u32 reserved;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct worker_choice);
} choice SEC(".maps");

/* Sockets by (port * MAX_QUEUES + queue) * workers + worker. */
struct {
	__uint(type, BPF_MAP_TYPE_XSKMAP);
	__uint(max_entries, MAX_PORTS * MAX_QUEUES * MAX_WORKERS);
	__type(key, __u32);
	__type(value, __u32);
} sockets SEC(".maps");

struct address {
	__u64 high;
	__u64 low; /* IPv4: ::ffff:a.b.c.d */
};

/* SplitMix64's mixing step, as io.hnvgateway.nat.SplitMix. */
static __always_inline __u64 mix(__u64 z)
{
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}

static __always_inline __u64 hash_of(struct worker_choice *c, struct address a, __u32 with)
{
	return mix(mix(mix(c->seed ^ a.low) + a.high) + with);
}

static __always_inline struct address mapped(__be32 address)
{
	struct address a = {.high = 0, .low = 0xffff00000000ULL | bpf_ntohl(address)};

	return a;
}

static __always_inline struct address of_ipv6(struct in6_addr *in)
{
	struct address a = {
		.high = (__u64)bpf_ntohl(in->in6_u.u6_addr32[0]) << 32 |
			bpf_ntohl(in->in6_u.u6_addr32[1]),
		.low = (__u64)bpf_ntohl(in->in6_u.u6_addr32[2]) << 32 |
		       bpf_ntohl(in->in6_u.u6_addr32[3]),
	};

	return a;
}

/* From a VM: the owner of its address. */
static __always_inline __u64 inside_hash(struct worker_choice *c, void *at, void *end)
{
	struct nvgre *gre = at;
	struct ethernet *eth = inner_ethernet(gre);
	struct iphdr *ip = (void *)(eth + 1);
	struct ipv6hdr *ip6 = (void *)(eth + 1);
	__u32 compartment;

	if ((void *)(ip + 1) > end)
		return 0;
	compartment = compartment_of(bpf_ntohl(gre->key) >> 8);
	if (eth->type == bpf_htons(ETH_P_IP))
		return hash_of(c, mapped(ip->saddr), compartment);
	if (eth->type == bpf_htons(ETH_P_IPV6) && (void *)(ip6 + 1) <= end)
		return hash_of(c, of_ipv6(&ip6->saddr), compartment);
	return 0;
}

static __always_inline __u32 port_block(__u8 protocol, void *at, void *end)
{
	__be16 *ports = at;

	if (protocol != IPPROTO_TCP && protocol != IPPROTO_UDP)
		return 0;
	return (void *)(ports + 2) > end ? 0 : bpf_ntohs(ports[1]) >> PORT_BLOCK_BITS;
}

static __always_inline __u64 ipv4_hash(struct worker_choice *c, void *at, void *end)
{
	struct iphdr *ip = at;
	__u32 block = 0;

	if ((void *)(ip + 1) > end)
		return 0;
	if (ip->protocol == IPPROTO_GRE)
		return inside_hash(c, at + ip->ihl * 4, end);
	if (!(ip->frag_off & bpf_htons(ANY_FRAGMENT)))
		block = port_block(ip->protocol, at + ip->ihl * 4, end);
	return hash_of(c, mapped(ip->daddr), block);
}

static __always_inline __u64 ipv6_hash(struct worker_choice *c, void *at, void *end)
{
	struct ipv6hdr *ip = at;

	if ((void *)(ip + 1) > end)
		return 0;
	if (ip->nexthdr == IPPROTO_GRE)
		return inside_hash(c, ip + 1, end);
	return hash_of(c, of_ipv6(&ip->daddr), port_block(ip->nexthdr, ip + 1, end));
}

static __always_inline __u64 frame_hash(struct worker_choice *c, void *at, void *end)
{
	__be16 type = 0;
	void *network = network_header(at, end, &type);

	if (!network)
		return 0;
	if (type == bpf_htons(ETH_P_IP))
		return ipv4_hash(c, network, end);
	return type == bpf_htons(ETH_P_IPV6) ? ipv6_hash(c, network, end) : 0;
}

/* The slot of an SPI, which names the tunnel's worker: decision 015. Of a fragment its identification:
 * fragments meet at one worker. */
static __always_inline __u32 esp_slot(struct iphdr *ip, void *end)
{
	void *at = (void *)ip + ip->ihl * 4;
	__be32 *spi = ip->protocol == IPPROTO_UDP ? at + sizeof(struct udphdr) : at;

	if (ip->frag_off & bpf_htons(ANY_FRAGMENT))
		return bpf_ntohs(ip->id);
	return (void *)(spi + 1) > end ? 0 : bpf_ntohl(*spi) & ESP_SLOT_MASK;
}

static __always_inline __u32 esp_slot6(struct ipv6hdr *ip, void *end)
{
	void *at = ip + 1;
	__be32 *spi = ip->nexthdr == IPPROTO_UDP ? at + sizeof(struct udphdr) : at;
	__be32 *identification = at + 4;

	if (ip->nexthdr == IPPROTO_FRAGMENT)
		return (void *)(identification + 1) > end ? 0 : bpf_ntohl(*identification);
	return (void *)(spi + 1) > end ? 0 : bpf_ntohl(*spi) & ESP_SLOT_MASK;
}

/* What a tunnel's worker is counted from, for a frame to a VPN address. What is no ESP ends up
 * somewhere, and is handed over. */
static __always_inline __u32 tunnel_slot(void *at, void *end)
{
	__be16 type = 0;
	void *network = network_header(at, end, &type);
	struct iphdr *ip = network;
	struct ipv6hdr *ip6 = network;

	if (!network)
		return 0;
	if (type == bpf_htons(ETH_P_IP))
		return (void *)(ip + 1) > end ? 0 : esp_slot(ip, end);
	return (void *)(ip6 + 1) > end ? 0 : esp_slot6(ip6, end);
}

/* The worker that a frame falls to, of several. A tunnel has one for all its packets. */
static __always_inline __u32 worker_of(struct xdp_md *ctx, struct frame *f, __u32 verdict,
				       struct worker_choice *c)
{
	void *at = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	if (f->tunnel)
		return f->tunnel % c->workers;
	if (verdict == GATEWAY_TUNNEL)
		return tunnel_slot(at, end) % c->workers;
	return (frame_hash(c, at, end) >> 32) * c->workers >> 32;
}

/* The socket of the worker that a frame falls to. */
static __always_inline __u32 socket_of(struct xdp_md *ctx, struct frame *f, struct port *port,
				       __u32 verdict)
{
	__u32 first = 0, worker = 0, workers = 1;
	struct worker_choice *c = bpf_map_lookup_elem(&choice, &first);

	if (c && c->workers > 1) {
		workers = c->workers;
		worker = worker_of(ctx, f, verdict, c);
	}
	return (port->index * MAX_QUEUES + ctx->rx_queue_index) * workers + worker;
}

/* The verdict that the frame gets in the end: its own, or why no worker gets it. */
static __always_inline int to_worker(struct xdp_md *ctx, struct frame *f, struct port *port,
				     __u32 verdict)
{
	__u32 socket = socket_of(ctx, f, port, verdict);
	__u32 known = f->tunnel ? SHARE_KNOWN : 0;
	struct line64 *ring = bpf_map_lookup_elem(&rings, &socket);

	if (!ring)
		return DROP_NO_SOCKET;
	if (is_behind(ring) && !has_share(ctx, port->index, verdict | known, waiting_in(ring)))
		return DROP_SLOW_PATH_LIMIT;
	if (bpf_redirect_map(&sockets, socket, XDP_DROP) != XDP_REDIRECT)
		return DROP_NO_SOCKET;
	__sync_fetch_and_add(&ring->at[RING_SENT], 1);
	return verdict;
}

#endif
