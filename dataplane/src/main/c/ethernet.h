/* Ethernet's header as it lies in a frame. Without linux/if_ether.h's `packed`, for which the compiler
 * would move single bytes: the machines that XDP runs on here load words at any address. */
#ifndef HNV_ETHERNET_H
#define HNV_ETHERNET_H

#include <linux/if_ether.h>
#include <linux/types.h>
#include <bpf/bpf_helpers.h>

struct ethernet {
	__u16 destination[3];
	__u16 source[3];
	__be16 type;
};

_Static_assert(sizeof(struct ethernet) == ETH_HLEN, "no padding");

/* Destination and source, as they begin the header. */
struct mac_pair {
	union {
		struct {
			__u8 destination[6];
			__u8 source[6];
		};
		__u32 words[3];
	};
};

static __always_inline int is_group(struct ethernet *eth)
{
	return *(__u8 *)eth & 1;
}

static __always_inline int same_mac(__u8 *one, __u8 *other)
{
	return *(__u32 *)one == *(__u32 *)other &&
	       *(__u16 *)(one + 4) == *(__u16 *)(other + 4);
}

static __always_inline void write_ethernet(struct ethernet *eth, struct mac_pair *macs, __be16 type)
{
	*(struct mac_pair *)eth = *macs;
	eth->type = type;
}

#endif
