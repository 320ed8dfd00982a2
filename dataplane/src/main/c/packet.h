/* A packet that a flow entry may carry: as io.hnvgateway.packet.Ipv4Parser, Ipv6Parser and
 * TransportParser read it. Whatever they refuse, and whatever no flow carries (fragments, options,
 * extension headers, a TTL that ends here, ICMP other than queries), is not plain and goes up. */
#ifndef HNV_PACKET_H
#define HNV_PACKET_H

#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "adjacency.h"
#include "checksum.h"
#include "flow.h"
#include "ipv6.h"

#define PLAIN_IPV4 0x45 /* version 4, no options */
#define IPV4_BYTES 20
#define IPV6_BYTES 40
#define DONT_FRAGMENT 0x4000
#define ANY_FRAGMENT 0x3fff /* more fragments, or an offset */
#define LEAST_TRANSPORT_BYTES 8
#define TCP_BYTES 20
#define TCP_FLAGS_AT 13
#define TCP_FIN 1
#define TCP_SYN 2
#define TCP_RST 4
#define TCP_ACK 16
#define TCP_ACKNOWLEDGMENT_AT 8

#define ICMP_ECHO_REPLY 0
#define ICMP_ECHO_REQUEST 8
#define ICMP_TIMESTAMP_REQUEST 13
#define ICMP_TIMESTAMP_REPLY 14
#define ICMPV6_ECHO_REQUEST 128
#define ICMPV6_ECHO_REPLY 129

struct icmp {
	__u8 type;
	__u8 code;
	__sum16 checksum;
	__be16 identifier; /* of queries */
	__be16 sequence;
};

/* What is read of a packet before anything of it is changed. */
struct packet {
	__u32 at;           /* bytes of the frame before the IP header */
	__u32 total_bytes;  /* of the IP packet */
	__u32 ipv6;
	__u32 from_vm;      /* out of a tunnel; else from the front end */
	__u32 tcp_flags;    /* 0 for other protocols */
	__u32 acknowledged; /* high half of the acknowledgement number, if TCP_ACK is set */
	struct flow_key key;
	struct address_pair addresses; /* of IPv6 */
};

static __always_inline int ipv4_checksum_valid(struct iphdr *ip)
{
	__u32 *words = (__u32 *)ip;

	return fold64((__u64)words[0] + words[1] + words[2] + words[3] + words[4]) == 0xffff;
}

/* The checks that every IPv4 header must pass, outer and inner; the caller has seen its 20 bytes. */
static __always_inline int is_plain_ipv4(struct iphdr *ip, __u32 bytes)
{
	__u32 total_bytes = bpf_ntohs(ip->tot_len);

	return *(__u8 *)ip == PLAIN_IPV4 && total_bytes >= IPV4_BYTES && total_bytes <= bytes &&
	       !(ip->frag_off & bpf_htons(ANY_FRAGMENT)) && ipv4_checksum_valid(ip);
}

static __always_inline int read_tcp(struct packet *p, void *at, void *end, __u32 bytes)
{
	__u8 *tcp = at;
	__u32 header_bytes;

	if ((void *)(tcp + TCP_BYTES) > end)
		return 0;
	header_bytes = (tcp[12] >> 4) * 4;
	p->tcp_flags = tcp[TCP_FLAGS_AT];
	p->acknowledged = bpf_ntohs(*(__be16 *)(tcp + TCP_ACKNOWLEDGMENT_AT));
	p->key.ports = *(__u32 *)tcp;
	return header_bytes >= TCP_BYTES && header_bytes <= bytes;
}

/* RFC 8200 section 8.1: over IPv6 there is a checksum. */
static __always_inline int read_udp(struct packet *p, struct udphdr *udp, __u32 bytes)
{
	__u32 length = bpf_ntohs(udp->len);

	p->key.ports = *(__u32 *)udp;
	return length >= sizeof(*udp) && length <= bytes && !(p->ipv6 && !udp->check);
}

static __always_inline int read_icmp(struct packet *p, struct icmp *icmp)
{
	p->key.ports = icmp->identifier;
	return icmp->type == ICMP_ECHO_REQUEST || icmp->type == ICMP_ECHO_REPLY ||
	       icmp->type == ICMP_TIMESTAMP_REQUEST || icmp->type == ICMP_TIMESTAMP_REPLY;
}

static __always_inline int read_icmpv6(struct packet *p, struct icmp *icmp)
{
	p->key.ports = icmp->identifier;
	return icmp->type == ICMPV6_ECHO_REQUEST || icmp->type == ICMPV6_ECHO_REPLY;
}

/* Reads ports or identifier; the caller has seen 8 bytes. 0: not plain. */
static __always_inline int read_transport(struct packet *p, void *at, void *end, __u32 bytes)
{
	p->tcp_flags = 0;
	p->key.ports = 0;
	switch (p->key.protocol) {
	case IPPROTO_TCP:
		return read_tcp(p, at, end, bytes);
	case IPPROTO_UDP:
		return read_udp(p, at, bytes);
	case IPPROTO_ICMP:
		return !p->ipv6 && read_icmp(p, at);
	case IPPROTO_ICMPV6:
		return p->ipv6 && read_icmpv6(p, at);
	default:
		return 1;
	}
}

/* Reads the IPv4 packet at `ip`, of which `bytes` bytes may be believed. 0: not plain. */
static __always_inline int read_ipv4(struct packet *p, struct iphdr *ip, void *end, __u32 bytes)
{
	void *transport = ip + 1;

	if (transport + LEAST_TRANSPORT_BYTES > end)
		return 0;
	if (!is_plain_ipv4(ip, bytes) || ip->ttl <= 1)
		return 0;
	p->ipv6 = 0;
	p->total_bytes = bpf_ntohs(ip->tot_len);
	if (p->total_bytes < IPV4_BYTES + LEAST_TRANSPORT_BYTES)
		return 0;
	p->key.source = ip->saddr;
	p->key.destination = ip->daddr;
	p->key.protocol = ip->protocol;
	return read_transport(p, transport, end, p->total_bytes - IPV4_BYTES);
}

/* The checks that every IPv6 header must pass, outer and inner; the caller has seen its 40 bytes. */
static __always_inline int is_plain_ipv6(struct ipv6hdr *ip, __u32 bytes)
{
	return ip->version == 6 && ip->payload_len && !is_extension(ip->nexthdr) &&
	       IPV6_BYTES + bpf_ntohs(ip->payload_len) <= bytes && !is_mapped(&ip->saddr) &&
	       !is_mapped(&ip->daddr);
}

/* As read_ipv4 for IPv6. */
static __always_inline int read_ipv6(struct packet *p, struct ipv6hdr *ip, void *end, __u32 bytes)
{
	void *transport = ip + 1;

	if (transport + LEAST_TRANSPORT_BYTES > end)
		return 0;
	if (!is_plain_ipv6(ip, bytes) || ip->hop_limit <= 1)
		return 0;
	p->total_bytes = IPV6_BYTES + bpf_ntohs(ip->payload_len);
	if (p->total_bytes < IPV6_BYTES + LEAST_TRANSPORT_BYTES)
		return 0;
	p->ipv6 = 1;
	__builtin_memcpy(&p->addresses, &ip->saddr, sizeof(p->addresses));
	p->key.source = digest(&p->addresses.source);
	p->key.destination = digest(&p->addresses.destination);
	p->key.protocol = ip->nexthdr;
	return read_transport(p, transport, end, p->total_bytes - IPV6_BYTES);
}

#endif
