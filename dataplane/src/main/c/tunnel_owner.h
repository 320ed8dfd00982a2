/* Whose tunnel a packet has come for: ESP by its SPI, plain or in UDP, GRE by its key and both outer
 * addresses, all in a tenant's VLAN by that. io.hnvgateway.dataplane.xdp.TunnelOwnerMap writes the
 * map; it is read only while workers are behind, to find the share that the packet takes of. */
#ifndef HNV_TUNNEL_OWNER_H
#define HNV_TUNNEL_OWNER_H

#include <linux/bpf.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "ethernet.h"
#include "frame.h"

#define MAX_TUNNEL_OWNERS 262144
#define OWNER_OF_VLAN 0		  /* kinds that are no protocol's number */
#define OWNER_OF_GRE_WITHOUT_KEY 0x100
#define GRE_KEY bpf_htons(0x2000) /* of the flags: nothing but a key (RFC 2890 section 2) */

struct tunnel_key {
	__u32 kind;    /* OWNER_OF_*, or the protocol: ESP, GRE with a key */
	__u32 number;  /* SPI, key, VLAN; host order */
	__u32 remote;  /* GRE: digests of the outer addresses, as they are on the wire */
	__u32 local;
};

/* -> compartment. What has no room in it belongs to nobody. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, MAX_TUNNEL_OWNERS);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct tunnel_key);
	__type(value, __u32);
} tunnel_owners SEC(".maps");

/* The outer addresses of a packet. */
struct outer_digests {
	__u32 remote;
	__u32 local;
};

static __always_inline __u32 owner_of(__u32 kind, __u32 number, struct outer_digests of)
{
	struct tunnel_key key = {kind, number, of.remote, of.local};
	__u32 *owner = bpf_map_lookup_elem(&tunnel_owners, &key);

	return owner ? *owner : 0;
}

static __always_inline __u32 owner_of_esp(__be32 *spi, void *end)
{
	if ((void *)(spi + 1) > end)
		return 0;
	return owner_of(IPPROTO_ESP, bpf_ntohl(*spi), (struct outer_digests){});
}

static __always_inline __u32 owner_of_gre(__be16 *flags, void *end, struct outer_digests of)
{
	__be32 *key = (void *)(flags + 2);

	if ((void *)(flags + 2) > end)
		return 0;
	if (*flags != GRE_KEY)
		return *flags ? 0 : owner_of(OWNER_OF_GRE_WITHOUT_KEY, 0, of);
	if ((void *)(key + 1) > end)
		return 0;
	return owner_of(IPPROTO_GRE, bpf_ntohl(*key), of);
}

static __always_inline __u32 owner_by(__u8 protocol, void *at, void *end, struct outer_digests of)
{
	switch (protocol) {
	case IPPROTO_ESP:
		return owner_of_esp(at, end);
	case IPPROTO_UDP:
		return owner_of_esp(at + sizeof(struct udphdr), end);
	case IPPROTO_GRE:
		return owner_of_gre(at, end, of);
	default:
		return 0;
	}
}

static __always_inline __u32 owner_by_ipv4(struct iphdr *ip, void *end)
{
	if ((void *)(ip + 1) > end || (ip->frag_off & bpf_htons(0x1fff)))
		return 0;
	return owner_by(ip->protocol, (void *)ip + ip->ihl * 4, end,
			(struct outer_digests){ip->saddr, ip->daddr});
}

static __always_inline __u32 folded(struct in6_addr *a)
{
	__u32 *words = a->in6_u.u6_addr32;

	return words[0] ^ words[1] ^ words[2] ^ words[3];
}

static __always_inline __u32 owner_by_ipv6(struct ipv6hdr *ip, void *end)
{
	if ((void *)(ip + 1) > end)
		return 0;
	return owner_by(ip->nexthdr, ip + 1, end,
			(struct outer_digests){folded(&ip->saddr), folded(&ip->daddr)});
}

/* Of all in the VLAN that the frame is in; 0: it is no tenant's, or there is none. */
static __always_inline __u32 owner_by_vlan(void *at, void *end)
{
	struct ethernet *eth = at;
	__be16 *tci = (void *)(eth + 1);

	if ((void *)(tci + 1) > end || eth->type != bpf_htons(ETH_P_8021Q))
		return 0;
	return owner_of(OWNER_OF_VLAN, bpf_ntohs(*tci) & 0xfff, (struct outer_digests){});
}

/* The compartment whose tunnel a frame has come for; 0: not known. */
static __always_inline __u32 tunnel_owner(void *at, void *end)
{
	__be16 type = 0;
	void *network = network_header(at, end, &type);
	__u32 owner = owner_by_vlan(at, end);

	if (owner || !network)
		return owner;
	if (type == bpf_htons(ETH_P_IP))
		return owner_by_ipv4(network, end);
	return type == bpf_htons(ETH_P_IPV6) ? owner_by_ipv6(network, end) : 0;
}

#endif
