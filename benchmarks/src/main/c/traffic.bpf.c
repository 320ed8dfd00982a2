/*
 * Load in the kernel: `generate` runs over live frames (BPF_PROG_RUN) and writes each frame's
 * headers anew, for the device under test rewrites them in place and the page comes back.
 * The loop is closed: at most `window` packets are between generator and sink, so that the device
 * under test is never idle and never drops, and no work is spent on packets that do not arrive.
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include "traffic.h"

#define BATCH 64 /* live frames between two openings of the soft interrupts */
#define SPIN_TURNS 100000 /* a bound for the verifier; SPIN_NS ends earlier */
#define SPIN_NS 200000ULL
#define SILENCE_NS 200000000ULL /* without any delivery: nothing is under way any more */
#define SPREAD 2654435761U           /* odd: a permutation of the flows, no order for prefetchers */

const volatile struct traffic_config config = {};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, MAX_TEMPLATES);
    __type(key, __u32);
    __type(value, struct template);
} templates SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __type(key, __u32);
    __type(value, struct generator_counters);
} generated SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, MAX_CPUS);
    __type(key, __u32);
    __type(value, struct sink_counters);
} sunk SEC(".maps");

static __always_inline __u64 arrived(void)
{
    __u64 sum = 0;
    for (__u32 cpu = 0; cpu < MAX_CPUS; cpu++) {
        if (cpu >= config.cpus)
            break;
        __u32 key = cpu;
        struct sink_counters *slot = bpf_map_lookup_elem(&sunk, &key);
        if (slot)
            sum += *(volatile __u64 *)&slot->delivered + *(volatile __u64 *)&slot->wrong;
    }
    return sum;
}

static __always_inline int is_open(struct generator_counters *counters, __u64 delivered)
{
    /* Signed: what was forgotten may arrive after all. */
    return (__s64)(counters->sent - counters->forgotten - delivered) <= (__s64)config.window;
}

struct spin {
    struct generator_counters *counters;
    __u64 started_ns;
    int open;
};

static long spin_turn(__u32 turn, void *context)
{
    struct spin *spin = context;
    spin->open = is_open(spin->counters, arrived());
    return spin->open || bpf_ktime_get_ns() - spin->started_ns > SPIN_NS;
}

static __always_inline void forget_after_silence(
    struct generator_counters *counters, __u64 now_ns)
{
    __u64 delivered = arrived();
    int silent = delivered == counters->heard && counters->heard_ns != 0;
    if (silent && now_ns - counters->heard_ns <= SILENCE_NS)
        return;
    if (silent)
        counters->forgotten = counters->sent - delivered;
    counters->heard = delivered;
    counters->heard_ns = now_ns;
}

/*
 * At the start of a batch: true if it may be sent. Spins a little for it; then the batch is spent
 * on nothing, so that soft interrupts and other programs get their turn on this CPU.
 */
static __always_inline int may_send(struct generator_counters *counters)
{
    if (is_open(counters, arrived()))
        return 1;
    struct spin spin = {counters, bpf_ktime_get_ns(), 0};
    bpf_loop(SPIN_TURNS, spin_turn, &spin, 0);
    __u64 now_ns = bpf_ktime_get_ns();
    counters->waited_ns += now_ns - spin.started_ns;
    if (!spin.open)
        forget_after_silence(counters, now_ns);
    return spin.open;
}

static __always_inline void write_flow(__u8 *frame, __u32 index)
{
    __u16 port = bpf_htons(config.first_port + index / config.templates);
    *(__u16 *)(frame + config.port_offset) = port;
    frame[config.entropy_offset] = index;
    __u16 *checksum = (__u16 *)(frame + config.checksum_offset);
    if (*checksum) {
        __u32 sum = (__u16)~*checksum + port;
        *checksum = ~(__u16)(sum + (sum >> 16));
    }
}

SEC("xdp")
int generate(struct xdp_md *context)
{
    __u8 *frame = (void *)(long)context->data;
    __u32 zero = 0;
    struct generator_counters *counters = bpf_map_lookup_elem(&generated, &zero);
    if (!counters || frame + TEMPLATE_BYTES > (__u8 *)(long)context->data_end)
        return XDP_ABORTED;
    if (counters->turns++ % BATCH == 0)
        counters->closed = !may_send(counters);
    if (counters->closed)
        return XDP_DROP;
    __u32 index = ((__u32)counters->sent * SPREAD) & (config.flows - 1);
    __u32 key = index & (config.templates - 1);
    struct template *template = bpf_map_lookup_elem(&templates, &key);
    if (!template)
        return XDP_ABORTED;
    __builtin_memcpy(frame, template, TEMPLATE_BYTES);
    write_flow(frame, index);
    counters->sent++;
    return XDP_TX;
}

static __always_inline int sums_right(const struct iphdr *ip)
{
    const __u16 *words = (const __u16 *)ip;
    __u32 sum = 0;
    for (int i = 0; i < 10; i++)
        sum += words[i];
    sum = (sum & 0xffff) + (sum >> 16);
    return (__u16)(sum + (sum >> 16)) == 0xffff;
}

static __always_inline int expected(void *data, void *end, __u32 length)
{
    struct ethhdr *ethernet = data;
    struct iphdr *ip = (void *)(ethernet + 1);
    return (void *)(ip + 1) <= end && length == config.expected_length
        && ethernet->h_proto == bpf_htons(ETH_P_IP) && ip->protocol == IPPROTO_UDP
        && (ip->saddr & config.source_mask) == config.expected_source
        && ip->daddr == config.expected_destination && sums_right(ip);
}

/* True if the frame is one of the generator's or a broken one; neighbours' chatter is not. */
static __always_inline int ours(void *data, void *end)
{
    struct ethhdr *ethernet = data;
    return (void *)(ethernet + 1) <= end && ethernet->h_proto == bpf_htons(ETH_P_IP);
}

static __always_inline void count(void *data, void *end, __u32 length)
{
    __u32 cpu = bpf_get_smp_processor_id() & (MAX_CPUS - 1);
    struct sink_counters *slot = bpf_map_lookup_elem(&sunk, &cpu);
    if (!slot || !ours(data, end))
        return;
    if (expected(data, end, length))
        slot->delivered++;
    else
        slot->wrong++;
}

SEC("tc")
int sink_tc(struct __sk_buff *context)
{
    count((void *)(long)context->data, (void *)(long)context->data_end, context->len);
    return TC_ACT_SHOT;
}

SEC("xdp")
int sink_xdp(struct xdp_md *context)
{
    void *data = (void *)(long)context->data, *end = (void *)(long)context->data_end;
    count(data, end, end - data);
    return XDP_DROP;
}

/* At the first hop of the generator's own measurement: counts, without looking. */
SEC("xdp")
int drop(struct xdp_md *context)
{
    __u32 cpu = bpf_get_smp_processor_id() & (MAX_CPUS - 1);
    struct sink_counters *slot = bpf_map_lookup_elem(&sunk, &cpu);
    if (slot)
        slot->delivered++;
    return XDP_DROP;
}

/* Lets a veth end take frames that XDP redirects into it. */
SEC("xdp")
int pass(struct xdp_md *context)
{
    return XDP_PASS;
}

char _license[] SEC("license") = "GPL";
