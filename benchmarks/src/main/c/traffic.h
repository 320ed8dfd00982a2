/* What the load generator's kernel programs and its user program share. */
#ifndef HNV_TRAFFIC_H
#define HNV_TRAFFIC_H

#define TEMPLATE_BYTES 104 /* headers that are written for each packet, payload below included */
#define PLAIN_BYTES 64     /* the same without a tunnel around them: the shortest frame */
#define PAYLOAD_BYTES 12   /* behind the (inner) UDP header: number of the flow, time of sending */
#define MAX_TEMPLATES 1024 /* one a compartment */
#define MAX_CPUS 64

/* Latencies in ns: 64 buckets for each power of two, so that none is wider than 1/64. */
#define BUCKET_BITS 6
#define LATENCY_BUCKETS ((40 - BUCKET_BITS) << BUCKET_BITS)

/*
 * Set once, before the programs are loaded; the verifier sees constants.
 * Flow n is compartment n % templates' flow k = n / templates, from inside port
 * first_port + k % endpoints to the server's port server_port + k / endpoints.
 */
struct traffic_config {
    __u32 flows;
    __u32 templates;   /* compartments */
    __u32 first_flow;  /* number of the first */
    __u32 step;        /* from one flow to the next; has no divisor in common with `flows` */
    __u32 endpoints;
    __u32 first_port;
    __u32 server_port;
    __u32 window;      /* packets between generator and sink at most */
    __u32 cpus;        /* counters that the generator adds up */
    __u32 limit;       /* packets in all; 0: until the time is over */
    __u32 interval_ns; /* between two packets, whatever arrives; 0: as the window permits */
    __u32 down;        /* from the server to the inside, by the ports that were learned */
    __u32 learn;       /* note each flow's external port at the sink */

    __u32 udp_offset;     /* of the inner UDP header in what is sent */
    __u32 entropy_offset; /* outer byte that carries entropy (FlowID, UDP source port); 0: none */

    __u32 arrived_offset; /* of the inner UDP header in what arrives */
    __u32 expected_length;
    __u32 expected_protocol;
    __u32 expected_source; /* outer, host order; plus source_step for each compartment */
    __u32 source_step;
    __u32 expected_destination; /* outer, host order */
};

struct template {
    __u8 bytes[TEMPLATE_BYTES];
};

/* Written by one CPU each; a cache line each. */
struct generator_counters {
    __u64 sent;
    __u64 waited_ns; /* spent in waiting for the window: no work of anybody's */
    __u64 forgotten; /* no longer waited for, after a long silence of the sink */
    __u64 turns;     /* frames offered to the program, sent or not */
    __u64 heard;     /* the sink's count, and when it moved last, in a silence */
    __u64 heard_ns;
    __u64 due_ns;    /* when the next packet is due, with an interval */
    __u32 closed;    /* the batch in work is not sent */
    __u32 next;      /* flow, counted from first_flow */
};

struct sink_counters {
    __u64 delivered;
    __u64 wrong; /* another length, address, port or protocol, or a wrong IPv4 checksum */
    __u64 pad[6];
};

#endif
