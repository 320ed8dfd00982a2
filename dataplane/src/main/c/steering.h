/* What the XDP program and the Java side share: verdicts, address flags, map values.
 * io.hnvgateway.dataplane.steering.SteeringVerdict lists the same verdicts in the same order;
 * SteeringHeaderTest compares both. */
#ifndef HNV_STEERING_H
#define HNV_STEERING_H

#include <linux/types.h>

#define MAX_PORTS 16
#define MAX_QUEUES 64
#define MAX_WORKERS 16
#define MAX_LINKS 256
#define MAX_CPUS 256
#define MAX_VERDICTS 40
#define GATEWAY_VERDICTS 8 /* more than there are GATEWAY_* */
#define MAX_ADDRESSES 262144
#define MAX_PREFIXES 131072

/* What a link is: a port's untagged frames, or one VLAN of a port. */
#define LINK_BACK_END 1
#define LINK_FRONT_END 2
#define LINK_GATEWAY_VLAN 4 /* the gateway tags it itself, the kernel does not know it */
#define LINK_HOST_VLAN 8    /* a VLAN interface of the host has it */
#define LINK_TENANT 16      /* with LINK_GATEWAY_VLAN: all in it is one tenant's (an L3 connection) */

#define ADDRESS_HOST 1      /* the kernel owns it: passed */
#define ADDRESS_PROVIDER 2  /* NVGRE to it is the gateway's, from back-end links */
#define ADDRESS_GATEWAY 4   /* only the gateway owns it: its ARP and ND are the gateway's */
#define ADDRESS_REWRITE 8   /* of an IP-rewrite VM: what it sends on back-end links is the gateway's */
#define ADDRESS_VPN 16      /* tunnels of tenants end there: ESP and GRE to it are the gateway's */
#define ADDRESS_BGP_PEER 32 /* a provider's router: its BGP is the gateway's, from front-end links */

enum steering_verdict {
	EXECUTED,
	GATEWAY_NVGRE,
	GATEWAY_PUBLIC,
	GATEWAY_REWRITE,
	GATEWAY_OWN,
	GATEWAY_ARP,
	GATEWAY_ND,
	GATEWAY_TUNNEL,
	HOST_ARP,
	HOST_IPV4,
	HOST_IPV6,
	HOST_DHCP,
	HOST_IGMP,
	HOST_LLDP,
	HOST_VLAN,
	DROP_TRUNCATED,
	DROP_MALFORMED_IPV4,
	DROP_MALFORMED_IPV6,
	DROP_UNKNOWN_PORT,
	DROP_OTHER_MAC,
	DROP_FOREIGN_VLAN,
	DROP_NVGRE_OFF_BACK_END,
	DROP_PUBLIC_OFF_FRONT_END,
	DROP_ARP_OFF_FRONT_END,
	DROP_ND_OFF_FRONT_END,
	DROP_FOREIGN_IPV4,
	DROP_BROADCAST,
	DROP_MULTICAST,
	DROP_FOREIGN_IPV6,
	DROP_ETHERTYPE,
	DROP_NO_SOCKET,
	DROP_NO_HEARTBEAT,
	DROP_SLOW_PATH_LIMIT,
};

/* One port of the gateway. */
struct port {
	__u32 interface; /* index of the host's interface; 0: no port */
	__u32 link;  /* LINK_* of its untagged frames */
	__u8 mac[6];
	__u16 index; /* < MAX_PORTS */
};

struct address6 {
	__u8 bytes[16];
};

/* Keys of the longest-prefix tries; the address in network order. */
struct prefix4 {
	__u32 length;
	__u32 address;
};

struct prefix6 {
	__u32 length;
	struct address6 address;
};

/* A line of consecutive values. A BPF array pads each value to 8 bytes: a line keeps the mapped
 * memory a plain array of them. */
struct line16 {
	__u16 at[32];
};

struct line32 {
	__u32 at[16];
};

struct line64 {
	__u64 at[8];
};

#endif
