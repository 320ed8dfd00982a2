/* IP identifications, given out in turn (RFC 6864 section 5.3): each CPU has a range of its own,
 * apart from the workers' (IpIdentifications). */
#ifndef HNV_IDENTIFICATION_H
#define HNV_IDENTIFICATION_H

#include <bpf/bpf_helpers.h>

#include "settings.h"
#include "steering.h"

/* Next of each CPU, a cache line each. */
static __u32 next_of_cpu[MAX_CPUS][16];

static __always_inline __u16 next_identification(void)
{
	__u32 cpu = bpf_get_smp_processor_id() & (MAX_CPUS - 1);
	__u32 next = next_of_cpu[cpu][0];

	next_of_cpu[cpu][0] = next + 1 < settings.identifications ? next + 1 : 0;
	return settings.first_identification + cpu * settings.identifications + next;
}

#endif
