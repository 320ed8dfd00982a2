/* Program and maps outlive the process, and what they say grows old: they are followed only while
 * somebody answers for them. */
#ifndef HNV_HEARTBEAT_H
#define HNV_HEARTBEAT_H

#include <bpf/bpf_helpers.h>

#include "clock.h"
#include "settings.h"
#include "steering.h"

/* CLOCK_MONOTONIC, ns, of the last beat in the first word; 0: the process ended.
 * io.hnvgateway.dataplane.Heartbeat writes it. */
struct line64 heartbeat SEC(".data.heartbeat") = {};

/* Nobody reads it here: by its table id and layout version the next process knows the maps. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, __u32);
	__type(value, struct line64);
} identity SEC(".maps");

/* In units of coarse_now(), which lies behind: the difference may be negative. */
static __always_inline int is_answered_for(void)
{
	__u64 beat;

	if (!settings.heartbeat_limit)
		return 1;
	beat = *(volatile __u64 *)&heartbeat.at[0];
	return beat && (__s64)(coarse_now() - (beat >> 20)) <= settings.heartbeat_limit;
}

#endif
