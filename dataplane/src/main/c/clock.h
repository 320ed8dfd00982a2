/* The time of a use, as FlowEntry.coarse. */
#ifndef HNV_CLOCK_H
#define HNV_CLOCK_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "steering.h"

/* What the clock said in this tick: the kernel moves its coarse clock once a tick, and the number of
 * the tick is a load, not a call. */
struct clock {
	__u64 tick;
	__u64 now;
} __attribute__((aligned(64)));

static struct clock clocks[MAX_CPUS];

/* Units of 2^20 ns of CLOCK_MONOTONIC, behind by one tick at most. */
static __always_inline __u64 coarse_now(void)
{
	struct clock *c = &clocks[bpf_get_smp_processor_id() & (MAX_CPUS - 1)];
	__u64 tick = bpf_jiffies64();

	if (c->tick != tick) {
		c->now = bpf_ktime_get_coarse_ns() >> 20;
		c->tick = tick;
	}
	return c->now;
}

#endif
