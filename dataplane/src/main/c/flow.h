/* The flow tables of both families as io.hnvgateway.packet.flow.FlowTable has them: layout, hash,
 * look-up. Java writes entries, under a sequence; the program reads them and notes their use, no more.
 *
 * An entry in doubt is a miss: the slow path is always right. Loads are not reordered on x86, which
 * the sequence's two looks rely on; another architecture would need a load barrier between. */
#ifndef HNV_FLOW_H
#define HNV_FLOW_H

#include <linux/types.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "clock.h"
#include "flow_counters.h"
#include "ip_address.h"
#include "settings.h"

#define FLOW_PROBES 16

#define FLOW_LIVE 1

#define FLOW_REWRITE_SOURCE 1
#define FLOW_REWRITE_DESTINATION 2
#define FLOW_TUNNEL 16 /* new_port: the tunnel's index */
#define FLOW_JAVA_ONLY 1
#define FLOW_NEW_IDENTIFICATION 2
#define FLOW_NO_SESSION 0xffffffff
#define USE_UNITS 128 /* 134 ms; a power of two */

/* Sequence and state of an entry in one word; an odd sequence: being written. */
#define WORD_SETTLED 0xffffffff00000001ULL
#define WORD_LIVE ((__u64)FLOW_LIVE << 32)

/* Bytes 8..24 of an entry; addresses and ports in network order. In an IPv6 key the addresses'
 * digests stand where IPv4 addresses stand. */
struct flow_key {
	__u32 compartment; /* 0: from the front end */
	__u32 source;
	__u32 destination;
	__u32 ports; /* source port, destination port; of an ICMP query its identifier, 0 */
	__u32 protocol;
};

/* The addresses of an IPv6 packet, source and destination. */
struct address_pair {
	struct ip_address source;
	struct ip_address destination;
};

/* Bytes 24..63 of an entry: FlowAction. New address, port and deltas in network order. */
struct flow_action {
	__u8 protocol;
	__u8 action; /* FLOW_REWRITE_* */
	__u16 flags;
	__u32 owner;
	__u32 generation;
	__u32 ingress;
	__u32 egress;
	__u32 new_address;
	__u16 new_port;
	__u16 ip_delta;
	__u16 transport_delta;
	__u16 acknowledged; /* high half of the last acknowledgement number */
	__u32 last_use;
	__u32 session;
};

/* FlowEntryLayout. */
struct flow_entry {
	__u64 word;
	__u64 key0; /* compartment, source */
	__u64 key1; /* destination, ports */
	union {
		struct flow_action action;
		__u64 words[5];
	};
};

struct flow_entry6 {
	struct flow_entry line;
	struct address_pair addresses;
	struct ip_address new_address;
	__u64 reserved[2];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1024);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, __u32);
	__type(value, struct flow_entry);
} flow_table SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1024);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, __u32);
	__type(value, struct flow_entry6);
} flow_table6 SEC(".maps");

/* What an entry said when it was found. */
struct flow {
	union {
		struct flow_action action;
		__u64 words[5];
	};
	struct ip_address new_address; /* of IPv6 */
};

/* Where its use is noted. To be kept in registers or on the stack: looked up again for both families,
 * the look-ups would become one of either map, which is a call and not an addition. */
struct flow_place {
	struct flow_entry *entry;
	struct flow_counter *counter;
};

/* An address' halves as big-endian numbers. */
static __always_inline __u64 high_half(struct ip_address *a)
{
	return (__u64)bpf_ntohl(a->words[0]) << 32 | bpf_ntohl(a->words[1]);
}

static __always_inline __u64 low_half(struct ip_address *a)
{
	return (__u64)bpf_ntohl(a->words[2]) << 32 | bpf_ntohl(a->words[3]);
}

/* FlowKey.digest. */
static __always_inline __u32 digest(struct ip_address *a)
{
	return a->words[0] ^ a->words[1] ^ a->words[2] ^ a->words[3];
}

static __always_inline __u64 key_word0(struct flow_key *key)
{
	return key->compartment | (__u64)key->source << 32;
}

static __always_inline __u64 key_word1(struct flow_key *key)
{
	return key->destination | (__u64)key->ports << 32;
}

/* A step of pair-multiply-shift: FlowHash. */
static __always_inline __u64 hash_pair(__u32 i, __u64 word)
{
	return (settings.multipliers[i] + (word >> 32)) *
	       (settings.multipliers[i + 1] + (word & 0xffffffff));
}

static __always_inline __u32 hash_mix(__u64 sum)
{
	__u32 h = sum >> 32;

	h = (h ^ h >> 16) * 0x7feb352d;
	return h ^ h >> 15;
}

static __always_inline __u32 flow_hash(struct flow_key *key)
{
	return hash_mix(hash_pair(0, key_word0(key) ^ (__u64)key->protocol << 24) +
			hash_pair(2, key_word1(key)));
}

static __always_inline __u64 look(__u64 *word)
{
	return *(volatile __u64 *)word;
}

static __always_inline __u32 flow6_hash(struct flow_key *key, struct address_pair *a)
{
	__u64 sum = hash_pair(0, key_word0(key) ^ (__u64)key->protocol << 24) +
		    hash_pair(2, key_word1(key));

	sum += hash_pair(4, high_half(&a->source)) + hash_pair(6, low_half(&a->source));
	sum += hash_pair(8, high_half(&a->destination)) + hash_pair(10, low_half(&a->destination));
	return hash_mix(sum);
}

static __always_inline int is_live(__u64 word)
{
	return (word & WORD_SETTLED) == WORD_LIVE;
}

static __always_inline int is_empty(__u64 word)
{
	return !(word & WORD_SETTLED);
}

static __always_inline int matches(struct flow_entry *entry, struct flow_key *key)
{
	return look(&entry->key1) == key_word1(key) && look(&entry->key0) == key_word0(key) &&
	       entry->action.protocol == key->protocol;
}

static __always_inline int matches6(struct flow_entry6 *entry, struct address_pair *a)
{
	return same_address(&entry->addresses.source, &a->source) &&
	       same_address(&entry->addresses.destination, &a->destination);
}

static __always_inline void read_action(struct flow *flow, struct flow_entry *entry)
{
	flow->words[0] = look(&entry->words[0]);
	flow->words[1] = look(&entry->words[1]);
	flow->words[2] = look(&entry->words[2]);
	flow->words[3] = look(&entry->words[3]);
	flow->words[4] = look(&entry->words[4]);
}

/* Reads the counter of the slot where a probe begins, most often the flow's: the misses of the cache
 * and of the TLB that counter and entry cost then overlap. What it reads is of no meaning. */
static __always_inline void warm_counter(void *counters, __u32 slot)
{
	struct flow_counter *counter = bpf_map_lookup_elem(counters, &slot);

	if (counter)
		look(&counter->packets);
}

/* 1: found; 0: there is none, or it is being written. A probe ends early at EMPTY only. */
static __always_inline int find_flow(struct flow *flow, struct flow_place *place,
				     struct flow_key *key)
{
	__u32 hash = flow_hash(key);

	warm_counter(&flow_counters, hash & settings.flow_mask);
	for (__u32 i = 0; i < FLOW_PROBES; i++) {
		__u32 slot = (hash + i) & settings.flow_mask;
		struct flow_entry *entry = bpf_map_lookup_elem(&flow_table, &slot);
		__u64 word;

		if (!entry)
			return 0;
		word = look(&entry->word);
		if (is_empty(word))
			return 0;
		if (is_live(word) && matches(entry, key)) {
			read_action(flow, entry);
			place->entry = entry;
			place->counter = bpf_map_lookup_elem(&flow_counters, &slot);
			return look(&entry->word) == word;
		}
	}
	return 0;
}

/* As find_flow for IPv6. */
static __always_inline int find_flow6(struct flow *flow, struct flow_place *place,
				      struct flow_key *key, struct address_pair *addresses)
{
	__u32 hash = flow6_hash(key, addresses);

	warm_counter(&flow_counters6, hash & settings.flow6_mask);
	for (__u32 i = 0; i < FLOW_PROBES; i++) {
		__u32 slot = (hash + i) & settings.flow6_mask;
		struct flow_entry6 *entry = bpf_map_lookup_elem(&flow_table6, &slot);
		__u64 word;

		if (!entry)
			return 0;
		word = look(&entry->line.word);
		if (is_empty(word))
			return 0;
		if (is_live(word) && matches(&entry->line, key) && matches6(entry, addresses)) {
			read_action(flow, &entry->line);
			place->entry = &entry->line;
			place->counter = bpf_map_lookup_elem(&flow_counters6, &slot);
			flow->new_address = entry->new_address;
			barrier();
			return look(&entry->line.word) == word;
		}
	}
	return 0;
}

/* Notes a use, in units of 2^20 ns of CLOCK_MONOTONIC (FlowEntry.coarse), and by which
 * acknowledgement number NAT judges a RST of the other direction, its high half. Writes only what
 * changed, to leave the cache line shared; the time in steps of USE_UNITS, rounded up, so that of
 * many flows' packets most leave it clean, too, and nothing idle ends too early. */
static __always_inline void note_use(struct flow_entry *entry, struct flow *flow, int is_ack,
				     __u16 acknowledged)
{
	__u32 now = (__u32)coarse_now() | (USE_UNITS - 1);

	if (flow->action.last_use != now)
		entry->action.last_use = now;
	if (is_ack && flow->action.acknowledged != acknowledged)
		entry->action.acknowledged = acknowledged;
}

#endif
