/* The generator's run over live frames, and what ends it. */
#ifndef HNV_GENERATE_H
#define HNV_GENERATE_H

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/time.h>
#include <time.h>
#include "arguments.h"
#include "counters.h"

#define PACED_BATCH 8 /* live frames between two flushes, when packets are due one by one */
#define LOOK_NS 500000 /* how often the limit is looked at */

static void stop(int signal)
{
    (void)signal;
}

/* The alarm comes again and again: one that comes before the run has begun ends nothing. */
static void arm(double seconds)
{
    struct sigaction action = {.sa_handler = stop};
    sigaction(SIGALRM, &action, NULL);
    struct itimerval timer = {.it_interval = {0, 100000},
        .it_value = {(time_t)seconds, (long)(seconds * 1e6) % 1000000}};
    setitimer(ITIMER_REAL, &timer, NULL);
}

static void pin(int cpu)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(cpu, &set);
    if (sched_setaffinity(0, sizeof set, &set))
        die("pinning to CPU %d", cpu);
}

/* Runs until a signal is pending: the alarm, or the watcher's. */
static void generate(int program_fd, int interface, const struct arguments *arguments,
    const struct template *first)
{
    unsigned char frame[MAX_FRAME] = {0};
    memcpy(frame, first, sizeof *first);
    struct xdp_md context = {.data_end = arguments->length, .ingress_ifindex = interface};
    LIBBPF_OPTS(bpf_test_run_opts, options, .data_in = frame, .data_size_in = arguments->length,
        .ctx_in = &context, .ctx_size_in = sizeof context, .repeat = 0x7fffffff,
        .flags = BPF_F_TEST_XDP_LIVE_FRAMES,
        .batch_size = arguments->config.interval_ns ? PACED_BATCH : 0);
    int error = bpf_prog_test_run_opts(program_fd, &options);
    if (error && error != -EINTR)
        die("generating (%d)", error);
}

/* Ends the run when the limit is sent and has arrived, or has not moved for a while. */
struct watcher {
    int generated_fd, sunk_fd;
    __u64 limit;
    pthread_t generator;
    volatile int over;
};

static void *watch(void *argument)
{
    struct watcher *watcher = argument;
    __u64 wrong, before = 0;
    int still = 0;
    while (!watcher->over) {
        nanosleep(&(struct timespec){0, LOOK_NS}, NULL);
        __u64 sent = progress(watcher->generated_fd).sent;
        __u64 now = arrived(watcher->sunk_fd, &wrong) + wrong;
        still = now == before ? still + 1 : 0;
        before = now;
        if (sent >= watcher->limit && (now >= sent || still > 400))
            pthread_kill(watcher->generator, SIGALRM);
    }
    return NULL;
}

#endif
