/* An address of either family, in network order: io.hnvgateway.packet.IpAddress. */
#ifndef HNV_IP_ADDRESS_H
#define HNV_IP_ADDRESS_H

#include <linux/types.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define MAPPED_IPV4 bpf_htonl(0xffff)

/* IPv4 as ::ffff:a.b.c.d, which no packet on the wire carries (RFC 4291 section 2.5.5.2). */
struct ip_address {
	__u32 words[4];
};

static __always_inline int is_ipv4(struct ip_address *a)
{
	return !a->words[0] && !a->words[1] && a->words[2] == MAPPED_IPV4;
}

static __always_inline int same_address(struct ip_address *one, struct ip_address *other)
{
	return one->words[3] == other->words[3] && one->words[2] == other->words[2] &&
	       one->words[1] == other->words[1] && one->words[0] == other->words[0];
}

#endif
