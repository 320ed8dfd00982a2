/* A frame as far as it is parsed, and what the maps say of its addresses. */
#ifndef HNV_FRAME_H
#define HNV_FRAME_H

#include <linux/bpf.h>
#include <linux/in6.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "ethernet.h"
#include "maps.h"
#include "steering.h"

struct frame {
	void *at;
	void *end;
	__u32 link_bytes; /* of the link's header, before `at` */
	__u16 ethertype;
	__u16 vlan; /* 0: untagged or a priority tag */
	__u32 link; /* LINK_* */
	int is_group; /* for all on the link, or several */
	__u32 tunnel; /* index of the tunnel that a known flow leaves by, 0: none */
};

static __always_inline __u32 flags_of(__u32 address)
{
	__u32 *flags = bpf_map_lookup_elem(&addresses, &address);

	return flags ? *flags : 0;
}

static __always_inline __u32 flags_of6(void *address)
{
	struct address6 key;
	__u32 *flags;

	__builtin_memcpy(&key, address, 16);
	flags = bpf_map_lookup_elem(&addresses6, &key);
	return flags ? *flags : 0;
}

/* Compartment of a public address; null if it is none. */
static __always_inline __u32 *public_owner(__u32 address)
{
	struct prefix4 key = {.length = 32, .address = address};

	return bpf_map_lookup_elem(&public_prefixes, &key);
}

static __always_inline __u32 *public_owner6(void *address)
{
	struct prefix6 key = {.length = 128};

	__builtin_memcpy(&key.address, address, 16);
	return bpf_map_lookup_elem(&public_prefixes6, &key);
}

static __always_inline int is_public(__u32 address)
{
	return public_owner(address) != 0;
}

static __always_inline int is_public6(void *address)
{
	return public_owner6(address) != 0;
}

/* Where the header begins that follows Ethernet and one tag, and its EtherType. */
static __always_inline void *network_header(void *at, void *end, __be16 *type)
{
	struct ethernet *eth = at;
	__be16 *tag = (void *)(eth + 1);

	if ((void *)(eth + 1) > end)
		return 0;
	*type = eth->type;
	if (*type != bpf_htons(ETH_P_8021Q) && *type != bpf_htons(ETH_P_8021AD))
		return eth + 1;
	if ((void *)(tag + 2) > end)
		return 0;
	*type = tag[1];
	return tag + 2;
}

/* Packets to provider addresses and public ones belong to links of one role. */
static __always_inline int on_link(struct frame *f, __u32 role, int verdict, int otherwise)
{
	return f->link & role ? verdict : otherwise;
}

#endif
