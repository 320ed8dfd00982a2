/* What the programs in the kernel have counted, and what of it is printed. */
#ifndef HNV_COUNTERS_H
#define HNV_COUNTERS_H

#include <bpf/bpf.h>
#include <stdio.h>
#include <unistd.h>
#include "traffic.h"

static __u64 arrived(int sunk_fd, __u64 *wrong)
{
    __u64 delivered = 0;
    *wrong = 0;
    for (__u32 key = 0; key < MAX_CPUS; key++) {
        struct sink_counters slot = {0};
        bpf_map_lookup_elem(sunk_fd, &key, &slot);
        delivered += slot.delivered;
        *wrong += slot.wrong;
    }
    return delivered;
}

static struct generator_counters progress(int generated_fd)
{
    __u32 key = 0;
    struct generator_counters counters = {0};
    bpf_map_lookup_elem(generated_fd, &key, &counters);
    return counters;
}

/* What has not arrived half a second after the end is lost. */
static void report(int generated_fd, int sunk_fd)
{
    struct generator_counters counters = progress(generated_fd);
    unsigned long long sent = counters.sent, waited_ns = counters.waited_ns;
    __u64 wrong, delivered = arrived(sunk_fd, &wrong);
    for (int turn = 0; turn < 50 && delivered + wrong < sent; turn++) {
        usleep(10000);
        delivered = arrived(sunk_fd, &wrong);
    }
    printf("sent %llu\nwaited_ns %llu\ndelivered %llu\nwrong %llu\nlost %lld\n", sent, waited_ns,
        (unsigned long long)delivered, (unsigned long long)wrong,
        (long long)(sent - delivered - wrong));
}

/* `bucket INDEX COUNT` for each that is not empty. */
static void report_latencies(int fd)
{
    for (__u32 bucket = 0; bucket < LATENCY_BUCKETS; bucket++) {
        __u64 count = 0;
        if (bpf_map_lookup_elem(fd, &bucket, &count) == 0 && count)
            printf("bucket %u %llu\n", bucket, (unsigned long long)count);
    }
}

#endif
