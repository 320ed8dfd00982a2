/*
 * Load in the kernel: `generate` runs over live frames (BPF_PROG_RUN) and writes each frame's
 * headers anew, for the device under test rewrites them in place and the page comes back.
 * The loop is closed: at most `window` packets are between generator and sink, so that the device
 * under test is never idle and never drops, and no work is spent on packets that do not arrive.
 * With an interval it is open: a packet leaves when it is due, and one that leaves late still
 * carries the time at which it was due, so that latency counts the wait too.
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include "traffic.h"

#define ESP_PORT 4500
#define ESP_OFFSET 42 /* behind Ethernet, IPv4 and UDP */
#define BATCH 64 /* live frames between two openings of the soft interrupts */
#define SPIN_TURNS 100000 /* a bound for the verifier; SPIN_NS ends earlier */
#define SPIN_NS 200000ULL
#define SILENCE_NS 200000000ULL /* without any delivery: nothing is under way any more */

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

/* External port of each flow, as the server sees it; 0: not known. The user program maps it. */
struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(map_flags, BPF_F_MMAPABLE);
    __uint(max_entries, 1);
    __type(key, __u32);
    __type(value, __u64);
} learned SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, LATENCY_BUCKETS);
    __type(key, __u32);
    __type(value, __u64);
} latencies SEC(".maps");

/* Where `redirect` sends everything. */
struct {
    __uint(type, BPF_MAP_TYPE_DEVMAP);
    __uint(max_entries, 1);
    __type(key, __u32);
    __type(value, __u32);
} target SEC(".maps");

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

static __always_inline __u32 compartment(__u32 flow)
{
    return flow % config.templates;
}

static __always_inline __u16 inside_port(__u32 flow)
{
    return config.first_port + flow / config.templates % config.endpoints;
}

static __always_inline __u16 outside_port(__u32 flow)
{
    return config.server_port + flow / config.templates / config.endpoints;
}

/*
 * Up: inside port to server's; down: server's to the one that the sink has seen, or to the inside
 * port where nobody translates.
 */
static __always_inline int write_flow(__u8 *frame, __u32 flow, __u64 now_ns)
{
    __u16 *ports = (__u16 *)(frame + config.udp_offset);
    if (config.down) {
        __u64 *external = bpf_map_lookup_elem(&learned, &flow);
        if (!external)
            return 0;
        ports[0] = bpf_htons(outside_port(flow));
        ports[1] = bpf_htons(*external ? (__u16)*external : inside_port(flow));
    } else {
        ports[0] = bpf_htons(inside_port(flow));
        ports[1] = bpf_htons(outside_port(flow));
    }
    if (config.entropy_offset)
        frame[config.entropy_offset] = flow;
    *(__u32 *)(ports + 4) = flow;
    *(__u32 *)(ports + 6) = now_ns;
    *(__u32 *)(ports + 8) = now_ns >> 32;
    return 1;
}

/* The number of the flow whose turn it is, in an order that no prefetcher guesses. */
static __always_inline __u32 next_flow(struct generator_counters *counters)
{
    __u32 next = counters->next;
    __u32 following = next + config.step;
    counters->next = following >= config.flows ? following - config.flows : following;
    return config.first_flow + next;
}

/* When to send the frame at hand; 0: not at all. */
static __always_inline __u64 turn(struct generator_counters *counters)
{
    if (config.limit && counters->sent >= config.limit)
        return 0;
    if (!config.interval_ns) {
        if (counters->turns++ % BATCH == 0)
            counters->closed = !may_send(counters);
        return !counters->closed;
    }
    __u64 now_ns = bpf_ktime_get_ns();
    __u64 due_ns = counters->due_ns ? counters->due_ns : now_ns;
    if (now_ns < due_ns)
        return 0;
    counters->due_ns = due_ns + config.interval_ns;
    return due_ns;
}

SEC("xdp")
int generate(struct xdp_md *context)
{
    __u8 *frame = (void *)(long)context->data;
    __u32 header_bytes = config.down ? PLAIN_BYTES : TEMPLATE_BYTES;
    __u32 zero = 0;
    struct generator_counters *counters = bpf_map_lookup_elem(&generated, &zero);
    if (!counters || frame + header_bytes > (__u8 *)(long)context->data_end)
        return XDP_ABORTED;
    __u64 due_ns = turn(counters);
    if (!due_ns)
        return XDP_DROP;
    __u32 flow = next_flow(counters);
    __u32 key = compartment(flow) & (MAX_TEMPLATES - 1);
    struct template *template = bpf_map_lookup_elem(&templates, &key);
    if (!template)
        return XDP_ABORTED;
    if (config.down)
        __builtin_memcpy(frame, template, PLAIN_BYTES);
    else
        __builtin_memcpy(frame, template, TEMPLATE_BYTES);
    if (!write_flow(frame, flow, due_ns))
        return XDP_ABORTED;
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

/* The inner UDP header of what arrived, payload included; none if the frame ends before. */
static __always_inline __u16 *udp_of(void *data, void *end)
{
    __u16 *udp = data + config.arrived_offset;
    return (void *)udp + 8 + PAYLOAD_BYTES <= end ? udp : 0;
}

static __always_inline int expected(void *data, void *end, __u16 *udp, __u32 length)
{
    struct ethhdr *ethernet = data;
    struct iphdr *ip = (void *)(ethernet + 1);
    if ((void *)(ip + 1) > end)
        return 0;
    __u32 flow = *(__u32 *)(udp + 4);
    __u32 source = config.expected_source + compartment(flow) * config.source_step;
    return length == config.expected_length && ip->protocol == config.expected_protocol
        && ip->saddr == bpf_htonl(source) && ip->daddr == bpf_htonl(config.expected_destination)
        && udp[1] == bpf_htons(config.down ? inside_port(flow) : outside_port(flow))
        && sums_right(ip);
}

/* The position of the highest bit of a value above 0. */
static __always_inline __u32 highest_bit(__u64 value)
{
    __u32 bit = 0;
    for (__u32 half = 32; half; half >>= 1) {
        if (value >> half) {
            value >>= half;
            bit += half;
        }
    }
    return bit;
}

static __always_inline void note_latency(const __u16 *udp)
{
    __u64 sent_ns = *(__u32 *)(udp + 6) | (__u64) * (__u32 *)(udp + 8) << 32;
    __u64 elapsed_ns = bpf_ktime_get_ns() - sent_ns;
    __u32 bucket = elapsed_ns;
    if (elapsed_ns >> BUCKET_BITS) {
        __u32 octave = highest_bit(elapsed_ns) - BUCKET_BITS;
        bucket = (octave << BUCKET_BITS) + (elapsed_ns >> octave);
    }
    if (bucket >= LATENCY_BUCKETS)
        bucket = LATENCY_BUCKETS - 1;
    __u64 *count = bpf_map_lookup_elem(&latencies, &bucket);
    if (count)
        __sync_fetch_and_add(count, 1);
}

static __always_inline void learn(const __u16 *udp)
{
    __u32 flow = *(__u32 *)(udp + 4);
    __u64 *external = bpf_map_lookup_elem(&learned, &flow);
    if (external)
        *external = bpf_ntohs(udp[0]);
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
    __u16 *udp = udp_of(data, end);
    if (!udp || !expected(data, end, udp, length)) {
        slot->wrong++;
        return;
    }
    if (config.interval_ns)
        note_latency(udp);
    if (config.learn)
        learn(udp);
    slot->delivered++;
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

/* ESP in UDP of the length that the frames must have got at least; IKE and all else go on. */
SEC("tc")
int sink_tc_esp(struct __sk_buff *context)
{
    /* Of several datagrams in one packet the headers alone may be at hand. */
    if (bpf_skb_pull_data(context, ESP_OFFSET + sizeof(__u32)))
        return TC_ACT_OK;
    void *data = (void *)(long)context->data, *end = (void *)(long)context->data_end;
    struct ethhdr *ethernet = data;
    struct iphdr *ip = (void *)(ethernet + 1);
    __u16 *udp = (void *)(ip + 1);
    if ((void *)(udp + 6) > end || ethernet->h_proto != bpf_htons(ETH_P_IP)
        || ip->protocol != IPPROTO_UDP || udp[1] != bpf_htons(ESP_PORT) || !(udp[4] | udp[5]))
        return TC_ACT_OK;
    __u32 cpu = bpf_get_smp_processor_id() & (MAX_CPUS - 1);
    struct sink_counters *slot = bpf_map_lookup_elem(&sunk, &cpu);
    /* Several datagrams that nobody had to cut yet. */
    __u32 datagrams = context->gso_size ? context->gso_segs : 1;
    __u32 length = context->gso_size ? context->gso_size + ESP_OFFSET : context->len;
    if (slot && length >= config.expected_length)
        slot->delivered += datagrams;
    else if (slot)
        slot->wrong += datagrams;
    return TC_ACT_SHOT;
}

/* At the first hop of the generator's own measurement: counts, without checking. */
SEC("xdp")
int drop(struct xdp_md *context)
{
    __u32 cpu = bpf_get_smp_processor_id() & (MAX_CPUS - 1);
    struct sink_counters *slot = bpf_map_lookup_elem(&sunk, &cpu);
    if (slot)
        slot->delivered++;
    if (config.interval_ns) {
        __u16 *udp = udp_of((void *)(long)context->data, (void *)(long)context->data_end);
        if (udp)
            note_latency(udp);
    }
    return XDP_DROP;
}

/* Nothing but on to another device: the least that forwarding can cost. */
SEC("xdp")
int redirect(struct xdp_md *context)
{
    return bpf_redirect_map(&target, 0, XDP_DROP);
}

/* Lets a veth end take frames that XDP redirects into it. */
SEC("xdp")
int pass(struct xdp_md *context)
{
    return XDP_PASS;
}

char _license[] SEC("license") = "GPL";
