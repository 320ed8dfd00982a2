/* The last step of a frame that is the gateway's: to a socket of its worker. */
#ifndef HNV_REDIRECT_H
#define HNV_REDIRECT_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "maps.h"

/* XDP_REDIRECT, or XDP_DROP if no socket serves the queue. */
static __always_inline int to_worker(struct xdp_md *ctx, struct port *port)
{
	__u32 key = port->index * MAX_QUEUES + ctx->rx_queue_index;

	return bpf_redirect_map(&sockets, key, XDP_DROP);
}

#endif
