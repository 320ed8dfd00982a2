/* What the program carried itself, by CPU and compartment; Java adds it to what its workers count. */
#ifndef HNV_TRAFFIC_H
#define HNV_TRAFFIC_H

#include <bpf/bpf_helpers.h>

#include "settings.h"

/* Of one compartment on one CPU; bytes of frames as they arrived. */
struct traffic {
	__u64 packets_from_vms;
	__u64 bytes_from_vms;
	__u64 packets_to_vms; /* from the front end */
	__u64 bytes_to_vms;
};

/* At cpu * compartments + compartment. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 64);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, __u32);
	__type(value, struct traffic);
} traffic SEC(".maps");

static __always_inline void count_traffic(__u32 compartment, int from_vm, __u32 bytes)
{
	__u32 key = bpf_get_smp_processor_id() * settings.compartments + compartment;
	struct traffic *t = bpf_map_lookup_elem(&traffic, &key);

	if (!t)
		return;
	if (from_vm) {
		t->packets_from_vms++;
		t->bytes_from_vms += bytes;
	} else {
		t->packets_to_vms++;
		t->bytes_to_vms += bytes;
	}
}

#endif
