/* Counts the frames that the XDP program redirected and that were lost behind it: the device is down
 * or its MTU less, its queue full, its peer gone. The kernel tells in tracepoints, once a batch and
 * for each frame that it refuses before. An object of its own: where the kernel cannot load it, the
 * gateway forwards all the same. io.hnvgateway.dataplane.xdp.RedirectLosses loads it. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "steering.h"

/* As far as they are looked at; the loader finds where in this kernel. */
#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
struct ns_common {
	unsigned int inum;
};

struct net {
	struct ns_common ns;
};

typedef struct {
	struct net *net;
} possible_net_t;

struct net_device {
	int ifindex;
	possible_net_t nd_net;
};
#pragma clang attribute pop

struct watched {
	__u32 network;                /* inode of the gateway's network namespace */
	__u32 interfaces[MAX_PORTS];  /* by port; 0: none */
	__u8 port_of_link[MAX_LINKS]; /* as adjacencies name links */
};

const volatile struct watched watched SEC(".rodata.watched") = {};

/* Frames lost, by port that they were to leave by. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, MAX_PORTS);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, __u32);
	__type(value, __u64);
} losses SEC(".maps");

/* MAX_PORTS if it is none. Numbers of interfaces are those of their namespace. */
static __always_inline __u32 port_of_device(struct net_device *device)
{
	if (device->nd_net.net->ns.inum != watched.network)
		return MAX_PORTS;
	for (__u32 i = 0; i < MAX_PORTS; i++)
		if (watched.interfaces[i] == (__u32)device->ifindex)
			return i;
	return MAX_PORTS;
}

static __always_inline void count_losses(__u32 port, __u64 frames)
{
	__u64 *lost = bpf_map_lookup_elem(&losses, &port);

	if (lost)
		__sync_fetch_and_add(lost, frames);
}

/* from, to, sent, drops, error: a batch was handed to a driver. */
SEC("tp_btf/xdp_devmap_xmit")
int hnv_batch_sent(__u64 *arguments)
{
	struct net_device *from = (void *)arguments[0], *to = (void *)arguments[1];
	int drops = arguments[3];

	if (drops > 0 && port_of_device(from) < MAX_PORTS)
		count_losses(port_of_device(to), drops);
	return 0;
}

/* from, program, target, error, kind of map, map, index in it: a frame was refused. What finds no
 * room at a socket is counted there. */
SEC("tp_btf/xdp_redirect_err")
int hnv_frame_refused(__u64 *arguments)
{
	struct net_device *from = (void *)arguments[0];
	int kind = arguments[4];
	__u32 link = arguments[6];

	if (kind == BPF_MAP_TYPE_DEVMAP && port_of_device(from) < MAX_PORTS)
		count_losses(watched.port_of_link[link & (MAX_LINKS - 1)], 1);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
