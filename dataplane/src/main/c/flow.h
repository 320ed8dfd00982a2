/* The flow table of IPv4 as io.hnvgateway.packet.flow.FlowTable has it: layout, hash, look-up. Java
 * writes entries, under a sequence; the program reads them and notes their use, no more.
 *
 * An entry in doubt is a miss: the slow path is always right. Loads are not reordered on x86, which
 * the sequence's two looks rely on; another architecture would need a load barrier between. */
#ifndef HNV_FLOW_H
#define HNV_FLOW_H

#include <linux/types.h>
#include <bpf/bpf_helpers.h>

#include "flow_counters.h"
#include "settings.h"

#define FLOW_PROBES 16

#define FLOW_LIVE 1

#define FLOW_REWRITE_SOURCE 1
#define FLOW_REWRITE_DESTINATION 2
#define FLOW_JAVA_ONLY 1
#define FLOW_NEW_IDENTIFICATION 2
#define FLOW_NO_SESSION 0xffffffff

/* Sequence and state of an entry in one word; an odd sequence: being written. */
#define WORD_SETTLED 0xffffffff00000001ULL
#define WORD_LIVE ((__u64)FLOW_LIVE << 32)

/* Bytes 8..24 of an entry; addresses and ports in network order. */
struct flow_key {
	__u32 compartment; /* 0: from the front end */
	__u32 source;
	__u32 destination;
	__u32 ports; /* source port, destination port; of an ICMP query its identifier, 0 */
	__u8 protocol;
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

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1024);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, __u32);
	__type(value, struct flow_entry);
} flow_table SEC(".maps");

/* An entry that was found, and what it said at that moment. */
struct flow {
	struct flow_entry *entry;
	struct flow_counter *counter;
	union {
		struct flow_action action;
		__u64 words[5];
	};
};

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

/* Copies an entry's action; 0 if it was written meanwhile. */
static __always_inline int read_action(struct flow_entry *entry, __u64 word, struct flow *flow)
{
	flow->entry = entry;
	flow->words[0] = look(&entry->words[0]);
	flow->words[1] = look(&entry->words[1]);
	flow->words[2] = look(&entry->words[2]);
	flow->words[3] = look(&entry->words[3]);
	flow->words[4] = look(&entry->words[4]);
	return look(&entry->word) == word;
}

static __always_inline int find_counter(struct flow *flow, __u32 slot)
{
	flow->counter = bpf_map_lookup_elem(&flow_counters, &slot);
	return flow->counter != 0;
}

/* 1: found; 0: there is none, or it is being written. A probe ends early at EMPTY only. */
static __always_inline int find_flow(struct flow_key *key, struct flow *flow)
{
	__u64 word0 = key_word0(key), word1 = key_word1(key);
	__u32 hash = flow_hash(key);

	for (__u32 i = 0; i < FLOW_PROBES; i++) {
		__u32 slot = hash + i & settings.flow_mask;
		struct flow_entry *entry = bpf_map_lookup_elem(&flow_table, &slot);
		__u64 word;

		if (!entry)
			return 0;
		word = look(&entry->word);
		if (!(word & WORD_SETTLED))
			return 0;
		if ((word & WORD_SETTLED) == WORD_LIVE && look(&entry->key1) == word1 &&
		    look(&entry->key0) == word0 && entry->action.protocol == key->protocol)
			return read_action(entry, word, flow) && find_counter(flow, slot);
	}
	return 0;
}

/* Keeps the high half of an acknowledgement number, by which NAT judges a RST of the other
 * direction; writes only when it changed. */
static __always_inline void note_acknowledgement(struct flow *flow, __u16 high)
{
	if (flow->action.acknowledged != high)
		flow->entry->action.acknowledged = high;
}

/* Notes a use, in units of 2^20 ns of CLOCK_MONOTONIC (FlowEntry.coarse); writes only when the time
 * went on, to leave the cache line shared. */
static __always_inline void touch_flow(struct flow *flow)
{
	__u32 now = bpf_ktime_get_coarse_ns() >> 20;

	if (flow->action.last_use != now)
		flow->entry->action.last_use = now;
}

#endif
