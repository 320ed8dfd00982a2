/* What the load generator's kernel programs and its user program share. */
#ifndef HNV_TRAFFIC_H
#define HNV_TRAFFIC_H

#define TEMPLATE_BYTES 96  /* headers that are rewritten for each packet; all of them fit */
#define MAX_TEMPLATES 1024 /* one a compartment */
#define MAX_CPUS 64

/* Set once, before the programs are loaded; the verifier sees constants. */
struct traffic_config {
    __u32 flows;           /* a power of two */
    __u32 templates;       /* compartments, a power of two */
    __u32 window;          /* packets between generator and sink at most */
    __u32 cpus;            /* counters that the generator adds up, a power of two */
    __u32 port_offset;     /* inner port that tells flows apart, 0 in the template */
    __u32 checksum_offset; /* transport checksum over it; 0 in the template: left alone */
    __u32 entropy_offset;  /* outer byte that carries entropy (FlowID, UDP source port) */
    __u32 first_port;
    __u32 expected_length; /* of a frame at the sink */
    __u32 expected_source; /* network order, under source_mask */
    __u32 source_mask;
    __u32 expected_destination;
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
    __u64 closed;    /* the batch in work is not sent */
    __u64 heard;     /* the sink's count, and when it moved last, in a silence */
    __u64 heard_ns;
    __u64 pad;
};

struct sink_counters {
    __u64 delivered;
    __u64 wrong; /* another length, address or protocol, or a wrong IPv4 checksum */
    __u64 pad[6];
};

#endif
