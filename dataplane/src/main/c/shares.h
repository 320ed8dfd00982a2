/* Whose frames may go up while the workers are behind.
 *
 * All that is no hit waits for a worker in the ring of a socket, which all compartments share. Up to
 * half of it anybody may fill: who is alone has the worker's whole speed. Beyond, each compartment
 * has a share in each direction, a token bucket; a frame takes the more of it the fuller the ring
 * is, so that many who flood still leave room for one who does not. What belongs to no compartment
 * shares by port and verdict. Packets into a tunnel and out of one go up for good: those of a known
 * flow into one have a share of their own, and so has what comes for one, and both are cheaper, so
 * that neither a flood of first packets stops them nor they the first packets of others. What comes
 * for no tunnel, as ESP with a forged SPI, belongs to no compartment.
 *
 * How full a ring is nobody tells the program. It counts what it sends (RING_SENT), and the worker
 * writes what of that it need not expect any more (RING_TAKEN: sent, less what waits in the ring),
 * once a batch: io.hnvgateway.dataplane.xdp.RingLevel. A worker that stands still changes nothing,
 * and so is noticed. */
#ifndef HNV_SHARES_H
#define HNV_SHARES_H

#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "frame.h"
#include "maps.h"
#include "settings.h"
#include "steering.h"
#include "tunnel.h"
#include "tunnel_owner.h"

#define RING_FRAMES 2048 /* that wait for a worker at most */
#define RING_SENT 0
#define RING_TAKEN 1
#define DEAREST_STEP 3 /* in the last eighth of the ring; each step is four times dearer */
#define TRIES 4
#define SHARE_KNOWN 0x100 /* beside a verdict: the frame's flow is known, it leaves by a tunnel */
#define KNOWN_DISCOUNT 5  /* what a tunnel carries is 32 times cheaper than a decision */
#define SHARES_EACH 4     /* of a compartment */

/* By socket, as the map of sockets. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, MAX_PORTS * MAX_QUEUES * MAX_WORKERS);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, __u32);
	__type(value, struct line64);
} rings SEC(".maps");

struct share {
	__u64 used_until; /* ns of bpf_ktime_get_ns: what was taken will have come back by then */
	__u64 refused;    /* frames */
};

/* At compartment * SHARES_EACH + 0: from a VM, 1: from outside, 2: known flows into tunnels, 3: for
 * a tunnel. Behind all compartments, what belongs to none of them: at port * GATEWAY_VERDICTS + verdict. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 64);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, __u32);
	__type(value, struct share);
} shares SEC(".maps");

static __always_inline __s64 waiting_in(struct line64 *ring)
{
	return *(volatile __u64 *)&ring->at[RING_SENT] - *(volatile __u64 *)&ring->at[RING_TAKEN];
}

static __always_inline int is_behind(struct line64 *ring)
{
	return waiting_in(ring) >= RING_FRAMES / 2;
}

static __always_inline __u32 tenant_of_key(struct nvgre *gre, void *end)
{
	return (void *)(gre + 1) > end ? 0 : compartment_of(bpf_ntohl(gre->key) >> 8);
}

static __always_inline __u32 tenant_of_ipv4(struct iphdr *ip, void *end, __u32 verdict)
{
	__u32 *owner;

	if ((void *)(ip + 1) > end)
		return 0;
	if (verdict == GATEWAY_NVGRE)
		return tenant_of_key((void *)ip + ip->ihl * 4, end);
	owner = public_owner(ip->daddr);
	return owner ? *owner : 0;
}

static __always_inline __u32 tenant_of_ipv6(struct ipv6hdr *ip, void *end, __u32 verdict)
{
	__u32 *owner;

	if ((void *)(ip + 1) > end)
		return 0;
	if (verdict == GATEWAY_NVGRE)
		return ip->nexthdr == IPPROTO_GRE ? tenant_of_key((void *)(ip + 1), end) : 0;
	owner = public_owner6(&ip->daddr);
	return owner ? *owner : 0;
}

/* The compartment that a frame belongs to as far as one look tells; 0: none. */
static __always_inline __u32 tenant_of(void *at, void *end, __u32 verdict)
{
	__be16 type = 0;
	void *network = network_header(at, end, &type);

	if (verdict == GATEWAY_TUNNEL)
		return tunnel_owner(at, end);
	if (!network || (verdict != GATEWAY_NVGRE && verdict != GATEWAY_PUBLIC))
		return 0;
	if (type == bpf_htons(ETH_P_IP))
		return tenant_of_ipv4(network, end, verdict);
	return type == bpf_htons(ETH_P_IPV6) ? tenant_of_ipv6(network, end, verdict) : 0;
}

/* Which of a compartment's. */
static __always_inline __u32 share_of(__u32 verdict, int known)
{
	if (verdict == GATEWAY_TUNNEL)
		return 3;
	return known ? 2 : verdict != GATEWAY_NVGRE;
}

/* Takes of a share, if it has as much. Who loses against other CPUs again and again is many. */
static __always_inline int take(struct share *share, __u64 ns)
{
	__u64 now = bpf_ktime_get_ns();

	for (int i = 0; i < TRIES; i++) {
		__u64 used_until = *(volatile __u64 *)&share->used_until;
		__u64 next = (used_until > now ? used_until : now) + ns;

		if (next > now + settings.share_burst_ns)
			return 0;
		if (__sync_val_compare_and_swap(&share->used_until, used_until, next) ==
		    used_until)
			return 1;
	}
	return 0;
}

/* Whether the frame may go up though the ring is half full or more; counts it if not. A function of
 * its own, for it is seldom needed. */
__attribute__((noinline)) int has_share(struct xdp_md *ctx, __u32 port, __u32 what, __u64 waiting)
{
	int known = (what & SHARE_KNOWN) != 0;
	__u32 verdict = what & ~SHARE_KNOWN;
	__u32 tenant = tenant_of((void *)(long)ctx->data, (void *)(long)ctx->data_end, verdict);
	__u32 step = (waiting - RING_FRAMES / 2) / (RING_FRAMES / 8);
	__u32 key = tenant * SHARES_EACH + share_of(verdict, known);
	__u64 price = settings.share_frame_ns;
	struct share *share;

	if (step > DEAREST_STEP)
		step = DEAREST_STEP;
	if (!tenant || tenant >= settings.compartments)
		key = settings.compartments * SHARES_EACH + port * GATEWAY_VERDICTS + verdict;
	share = bpf_map_lookup_elem(&shares, &key);
	if (known || verdict == GATEWAY_TUNNEL)
		price >>= KNOWN_DISCOUNT;
	if (!share || take(share, price << 2 * step))
		return 1;
	__sync_fetch_and_add(&share->refused, 1);
	return 0;
}

#endif
