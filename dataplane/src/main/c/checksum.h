/* The Internet checksum (RFC 1071) and its change (RFC 1624 eqn. 3), as io.hnvgateway.packet.Checksum.
 *
 * A one's-complement sum is right in either byte order (RFC 1071 section 2 B): all values here are
 * loaded and stored as they lie in memory. Several deltas may be added up and put in at once. */
#ifndef HNV_CHECKSUM_H
#define HNV_CHECKSUM_H

#include <linux/types.h>
#include <bpf/bpf_helpers.h>

/* Folds a sum of up to 2^16 words. */
static __always_inline __u16 fold(__u32 sum)
{
	sum = (sum & 0xffff) + (sum >> 16);
	return sum + (sum >> 16);
}

/* Folds a sum of up to 2^32 double words. */
static __always_inline __u16 fold64(__u64 sum)
{
	sum = (sum & 0xffffffff) + (sum >> 32);
	sum = (sum & 0xffffffff) + (sum >> 32);
	return fold(((__u32)sum & 0xffff) + ((__u32)sum >> 16));
}

/* Delta of a 16-bit field. */
static __always_inline __u32 delta16(__u16 before, __u16 after)
{
	return (__u16)~before + (__u32)after;
}

/* The checksum after a change by `delta`, a sum of few folded deltas. */
static __always_inline __u16 changed(__u16 checksum, __u32 delta)
{
	return ~fold((__u16)~checksum + delta);
}

/* As `changed` for UDP (RFC 768): 0 means "no checksum" and stays, and is never the result. */
static __always_inline __u16 changed_udp(__u16 checksum, __u32 delta)
{
	__u16 result;

	if (!checksum)
		return 0;
	result = changed(checksum, delta);
	return result ? result : 0xffff;
}

#endif
