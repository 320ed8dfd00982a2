/* What the loader knows before the program is loaded and the verifier then takes for constant: what
 * is switched off costs nothing. io.hnvgateway.dataplane.xdp.ProgramSettings writes it. */
#ifndef HNV_SETTINGS_H
#define HNV_SETTINGS_H

#include <linux/types.h>
#include <bpf/bpf_helpers.h>

#define FLOW_MULTIPLIERS 12

struct settings {
	__u64 multipliers[FLOW_MULTIPLIERS]; /* of the flow tables' hash: FlowHash */
	__u32 executes;      /* 0: every packet of the gateway goes up to a worker */
	__u32 flow_mask;     /* slots of the IPv4 flow table, less one */
	__u32 flow6_mask;    /* the same of IPv6 */
	__u32 compartments;  /* largest index + 1 */
	__u32 identifications;      /* that one CPU has for its own, by turns */
	__u32 first_identification; /* of CPU 0; the workers' lie elsewhere */
	__s64 heartbeat_limit; /* in 2^20 ns; 0: nobody needs to answer for the tables */
	__u64 share_frame_ns; /* what one frame takes of its share of the workers: 1 / rate */
	__u64 share_burst_ns; /* most that a share holds */
};

const volatile struct settings settings SEC(".rodata.settings") = {};

#endif
