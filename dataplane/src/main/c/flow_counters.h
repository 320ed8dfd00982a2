/* Packets and bytes of each flow, by the slot of its entry; FlowCounterLayout.java says the same.
 * Java zeroes a counter before it publishes the slot's entry. */
#ifndef HNV_FLOW_COUNTERS_H
#define HNV_FLOW_COUNTERS_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct flow_counter {
	__u64 packets;
	__u64 bytes;
};

/* The loader gives it as many entries as the flow table. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1024);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, __u32);
	__type(value, struct flow_counter);
} flow_counters SEC(".maps");

/* The same for the IPv6 flow table. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1024);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, __u32);
	__type(value, struct flow_counter);
} flow_counters6 SEC(".maps");

/* A flow's packets come by one queue, so the line seldom moves between CPUs. To be looked up right
 * after the entry is found, and counted last: the miss then overlaps with the rewriting.
 * bytes: IP total length as the packet arrived, without link and tunnel headers. */
static __always_inline void count_packet(struct flow_counter *counter, __u32 bytes)
{
	__sync_fetch_and_add(&counter->packets, 1);
	__sync_fetch_and_add(&counter->bytes, bytes);
}

#endif
