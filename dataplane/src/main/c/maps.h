/* The maps of steering. The loader sets the size of the generations. */
#ifndef HNV_MAPS_H
#define HNV_MAPS_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "steering.h"

/* By port index. A few compares find a frame's port sooner than a hash would. */
struct port ports[MAX_PORTS] SEC(".data.ports") = {};

/* Address in network order -> ADDRESS_* */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, MAX_ADDRESSES);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, __u32);
	__type(value, __u32);
} addresses SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, MAX_ADDRESSES);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct address6);
	__type(value, __u32);
} addresses6 SEC(".maps");

/* Public (NAT) addresses and routed prefixes -> compartment that has it, 0: not known. */
struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, MAX_PREFIXES);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct prefix4);
	__type(value, __u32);
} public_prefixes SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, MAX_PREFIXES);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct prefix6);
	__type(value, __u32);
} public_prefixes6 SEC(".maps");

/* VLANs of the gateway and of the host: port << 12 | VLAN id -> LINK_* */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, MAX_PORTS * 4096);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, __u32);
	__type(value, __u32);
} vlans SEC(".maps");

/* Frames by port, CPU and verdict: u64 at (port * MAX_CPUS + cpu) * MAX_VERDICTS + verdict. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, MAX_PORTS * MAX_CPUS * MAX_VERDICTS / 8);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, __u32);
	__type(value, struct line64);
} verdicts SEC(".maps");

/* Compartment of each VSID, u16, 0 = none: all of it is memory from the first moment. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1 << 19);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, __u32);
	__type(value, struct line16);
} vsid_compartments SEC(".maps");

/* Interface of each link by its index, as adjacencies name it: several links may lie on one port.
 * Absent while the interface takes no redirected frames: the kernel would drop them uncounted. */
struct {
	__uint(type, BPF_MAP_TYPE_DEVMAP);
	__uint(max_entries, MAX_LINKS);
	__type(key, __u32);
	__type(value, __u32);
} links SEC(".maps");

/* Generation of each compartment, u32. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 64);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, __u32);
	__type(value, struct line32);
} generations SEC(".maps");

#endif
