/* What peers of tenants' tunnels send to a VPN address (an address of the host where tunnels end):
 * ESP, plain or in UDP (RFC 3948), and GRE are the gateway's; IKE is the host's, where it is answered.
 * Of fragments nobody can tell, so the gateway puts them together and gives the host what is its own.
 * VpnSteering.java decides alike. */
#ifndef HNV_VPN_H
#define HNV_VPN_H

#include <linux/in.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>

#include "frame.h"
#include "steering.h"

#define PORT_IKE_NAT 4500 /* of IKE and ESP behind NAT */
#define MARKED_BYTES 12   /* UDP header and the marker, zero before IKE (RFC 3948 section 2.2) */
#define GRE_IPV4 0x0800
#define GRE_IPV6 0x86dd
#define ESP_SLOT_MASK 0xfffff /* of an SPI of the gateway's: decision 015 */

struct gre_start {
	__be16 flags;
	__be16 protocol;
};

/* Bytes behind the UDP datagram may be padding: its own length tells. */
static __always_inline int is_esp_in_udp(struct frame *f, struct udphdr *udp)
{
	__be32 *marker = (void *)(udp + 1);

	if ((void *)(udp + 1) > f->end || udp->dest != bpf_htons(PORT_IKE_NAT))
		return 0;
	if ((void *)(marker + 1) > f->end || bpf_ntohs(udp->len) < MARKED_BYTES)
		return 1; /* a keepalive, or nothing */
	return *marker != 0;
}

/* GRE of a tunnel, and not NVGRE. */
static __always_inline int is_ip_in_gre(struct frame *f, struct gre_start *gre)
{
	return (void *)(gre + 1) <= f->end && (gre->protocol == bpf_htons(GRE_IPV4) ||
					       gre->protocol == bpf_htons(GRE_IPV6));
}

/* Whether a packet to a VPN address is of a tunnel. */
static __always_inline int is_of_tunnel(struct frame *f, __u8 protocol, int fragment, void *at)
{
	switch (protocol) {
	case IPPROTO_ESP:
	case IPPROTO_GRE:
		return 1;
	case IPPROTO_UDP:
		return fragment || is_esp_in_udp(f, at);
	default:
		return 0;
	}
}

#endif
