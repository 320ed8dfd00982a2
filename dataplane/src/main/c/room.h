/* Gives a frame the length that it will have: other headers before the IP packet, nothing behind it
 * but, in a short frame, zeroes. */
#ifndef HNV_ROOM_H
#define HNV_ROOM_H

#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <bpf/bpf_helpers.h>

#include "egress.h"

/* Without checksum; a tag comes on top (IEEE 802.1Q Annex G). */
#define LEAST_FRAME_BYTES 60

static __always_inline __u32 frame_bytes(struct xdp_md *ctx)
{
	__u32 bytes = (void *)(long)ctx->data_end - (void *)(long)ctx->data;

	barrier_var(bytes); /* or half a pointer is spilled, which the verifier refuses */
	return bytes;
}

/* Zeroes what stands behind the packet in a short frame: it may be another tenant's. */
static __noinline int zero_behind(struct xdp_md *ctx, __u32 from)
{
	__u8 *at = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	if (from > LEAST_FRAME_BYTES + VLAN_TAG_BYTES)
		return 0;
	at += from;
	for (int i = 0; i < LEAST_FRAME_BYTES + VLAN_TAG_BYTES; i++) {
		if (at + i + 1 > end)
			break;
		at[i] = 0;
	}
	return 0;
}

/* Makes the frame `bytes` long, and at least as long as Ethernet asks. 0: there is no room. */
static __always_inline int set_length(struct xdp_md *ctx, struct egress *e, __u32 bytes)
{
	__u32 least = e->vlan ? LEAST_FRAME_BYTES + VLAN_TAG_BYTES : LEAST_FRAME_BYTES;
	__u32 now = frame_bytes(ctx);
	__u32 wanted = bytes < least ? least : bytes;

	if (now < wanted && bpf_xdp_adjust_tail(ctx, wanted - now))
		return 0;
	if (bytes < least)
		zero_behind(ctx, bytes);
	if (now > wanted)
		bpf_xdp_adjust_tail(ctx, (int)(wanted - now));
	return 1;
}

/* Makes room for the headers and sets the length. 0: there is none, the frame is as it was. */
static __always_inline int make_room(struct xdp_md *ctx, struct egress *e, __u32 headers_before,
				     __u32 headers_after, __u32 packet_bytes)
{
	int less = (int)headers_before - (int)headers_after;

	if (less && bpf_xdp_adjust_head(ctx, less))
		return 0;
	if (set_length(ctx, e, headers_after + packet_bytes))
		return 1;
	bpf_xdp_adjust_head(ctx, -less);
	return 0;
}

#endif
