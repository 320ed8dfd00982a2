/* BGP of the provider's routers with an address of the host is the gateway's, on front-end links. Of
 * any other peer it is the host's, where a routing daemon may run. Fragments are the host's too: BGP
 * has none. BgpSteering.java decides alike. */
#ifndef HNV_BGP_H
#define HNV_BGP_H

#include <linux/in.h>
#include <bpf/bpf_endian.h>

#include "frame.h"

#define PORT_BGP 179

struct ports {
	__be16 source;
	__be16 destination;
};

/* Whether a packet, no fragment, has BGP's port on either side. */
static __always_inline int is_bgp(struct frame *f, __u8 protocol, struct ports *tcp)
{
	if (protocol != IPPROTO_TCP || (void *)(tcp + 1) > f->end)
		return 0;
	return tcp->source == bpf_htons(PORT_BGP) || tcp->destination == bpf_htons(PORT_BGP);
}

#endif
