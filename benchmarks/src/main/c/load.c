/*
 * One bounded phase of load: attaches the sink (and other) programs, runs the generator's program
 * over live frames on one CPU for a while, or until its limit of packets has arrived, and prints
 * what was sent, what arrived and which CPU time it cost, one `name value` a line. Everything
 * attached goes away with the process.
 *
 *   load --object FILE --templates FILE --generator NS/DEVICE --attach NS/DEVICE=PROGRAM ...
 *        --length BYTES --seconds S --cpu N [--account PID] ... [--set NAME=VALUE] ...
 *        [--redirect NS/FROM=TO] [--learned FILE]
 *
 * FILE holds each flow's external port, as 64-bit numbers; with --set learn=1 it is written.
 */
#define _GNU_SOURCE
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/if_link.h>
#include <net/if.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
#include "traffic.h"

#define MAX_LIST 1100
#define MAX_SECONDS 20.0
#define PACED_BATCH 8 /* live frames between two flushes, when packets are due one by one */
#define LOOK_NS 500000 /* how often the limit is looked at */
#define MAX_FRAME 2048
#define TCX_INGRESS 46 /* enum bpf_attach_type of kernel 6.6 and later */

struct arguments {
    const char *object, *templates, *generator, *redirect, *learned;
    const char *attach[MAX_LIST];
    int attach_count;
    pid_t account[MAX_LIST];
    int account_count;
    unsigned length;
    double seconds;
    int cpu;
    struct traffic_config config;
};

static void die(const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vfprintf(stderr, format, list);
    va_end(list);
    fprintf(stderr, errno ? ": %s\n" : "\n", strerror(errno));
    exit(1);
}

/* Enters the namespace of "NS/DEVICE" and returns the device's index there. */
static int enter(const char *place)
{
    char path[256];
    const char *slash = strchr(place, '/');
    if (!slash)
        die("%s: NS/DEVICE expected", place);
    snprintf(path, sizeof path, "/run/netns/%.*s", (int)(slash - place), place);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || setns(fd, CLONE_NEWNET))
        die("%s", path);
    close(fd);
    int index = if_nametoindex(slash + 1);
    if (!index)
        die("%s", place);
    return index;
}

static int program(struct bpf_object *object, const char *name)
{
    struct bpf_program *found = bpf_object__find_program_by_name(object, name);
    if (!found)
        die("no program %s", name);
    return bpf_program__fd(found);
}

static int map(struct bpf_object *object, const char *name)
{
    int fd = bpf_object__find_map_fd_by_name(object, name);
    if (fd < 0)
        die("no map %s", name);
    return fd;
}

static void link_program(int program_fd, int interface, int type)
{
    union bpf_attr attributes;
    memset(&attributes, 0, sizeof attributes);
    attributes.link_create.prog_fd = program_fd;
    attributes.link_create.target_ifindex = interface;
    attributes.link_create.attach_type = type;
    if (type == BPF_XDP)
        attributes.link_create.flags = XDP_FLAGS_DRV_MODE;
    if (syscall(SYS_bpf, BPF_LINK_CREATE, &attributes, sizeof attributes) < 0)
        die("attaching to interface %d", interface);
}

/* "NS/DEVICE=PROGRAM"; the program's kind is told by its name's ending. */
static void attach(struct bpf_object *object, const char *what)
{
    char place[256];
    snprintf(place, sizeof place, "%s", what);
    char *name = strchr(place, '=');
    if (!name)
        die("%s: NS/DEVICE=PROGRAM expected", what);
    *name++ = 0;
    int interface = enter(place);
    link_program(program(object, name), interface, strcmp(name, "sink_tc") ? BPF_XDP : TCX_INGRESS);
}

/* "NS/FROM=TO": what arrives at one device leaves by the other. */
static void redirect(struct bpf_object *object, const char *what)
{
    char place[256];
    snprintf(place, sizeof place, "%s", what);
    char *name = strchr(place, '=');
    if (!name)
        die("%s: NS/FROM=TO expected", what);
    *name++ = 0;
    int interface = enter(place);
    __u32 key = 0, to = if_nametoindex(name);
    if (!to || bpf_map_update_elem(map(object, "target"), &key, &to, BPF_ANY))
        die("%s", what);
    link_program(program(object, "redirect"), interface, BPF_XDP);
}

static __u32 all_flows(const struct arguments *arguments)
{
    return arguments->config.first_flow + arguments->config.flows;
}

static struct bpf_object *load(const struct arguments *arguments)
{
    struct bpf_object *object = bpf_object__open_file(arguments->object, NULL);
    if (!object)
        die("%s", arguments->object);
    struct bpf_map *constants = bpf_object__find_map_by_name(object, ".rodata");
    if (!constants
        || bpf_map__set_initial_value(constants, &arguments->config, sizeof arguments->config))
        die("constants of %s", arguments->object);
    struct bpf_map *learned = bpf_object__find_map_by_name(object, "learned");
    if (!learned || bpf_map__set_max_entries(learned, all_flows(arguments)))
        die("flows of %s", arguments->object);
    if (bpf_object__load(object))
        die("loading %s", arguments->object);
    return object;
}

static void fill_templates(int fd, const struct arguments *arguments, struct template *first)
{
    FILE *file = fopen(arguments->templates, "rb");
    if (!file)
        die("%s", arguments->templates);
    for (__u32 i = 0; i < arguments->config.templates; i++) {
        struct template template;
        if (fread(&template, sizeof template, 1, file) != 1)
            die("%s: too few templates", arguments->templates);
        if (i == 0)
            *first = template;
        if (bpf_map_update_elem(fd, &i, &template, BPF_ANY))
            die("template %u", i);
    }
    fclose(file);
}

static __u64 *mapped_ports(int fd, __u32 flows)
{
    size_t page = sysconf(_SC_PAGESIZE), bytes = (flows * sizeof(__u64) + page - 1) / page * page;
    __u64 *ports = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (ports == MAP_FAILED)
        die("mapping the learned ports");
    return ports;
}

/* What an earlier phase has learned; a file that is not there yet is empty. */
static void read_ports(const char *path, __u64 *ports, __u32 flows)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        errno = 0;
        return;
    }
    if (fread(ports, sizeof *ports, flows, file) == 0 && ferror(file))
        die("%s", path);
    fclose(file);
}

static void write_ports(const char *path, const __u64 *ports, __u32 flows)
{
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(ports, sizeof *ports, flows, file) != flows || fclose(file))
        die("%s", path);
}

/* How many of this phase's flows have a port. */
static __u32 known_ports(const __u64 *ports, const struct arguments *arguments)
{
    __u32 known = 0;
    for (__u32 flow = arguments->config.first_flow; flow < all_flows(arguments); flow++)
        known += ports[flow] != 0;
    return known;
}

static double seconds_of(clockid_t clock)
{
    struct timespec time;
    if (clock_gettime(clock, &time))
        return 0;
    return time.tv_sec + time.tv_nsec / 1e9;
}

/* CPU time so far of whole processes, kernel threads included, to the nanosecond. */
static double accounted(const struct arguments *arguments)
{
    double sum = 0;
    for (int i = 0; i < arguments->account_count; i++) {
        clockid_t clock;
        if (clock_getcpuclockid(arguments->account[i], &clock) == 0)
            sum += seconds_of(clock);
    }
    return sum;
}

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

static void run(const struct arguments *arguments)
{
    struct bpf_object *object = load(arguments);
    int generated_fd = map(object, "generated"), sunk_fd = map(object, "sunk");
    struct template first;
    fill_templates(map(object, "templates"), arguments, &first);
    __u64 *ports = mapped_ports(map(object, "learned"), all_flows(arguments));
    if (arguments->learned)
        read_ports(arguments->learned, ports, all_flows(arguments));
    for (int i = 0; i < arguments->attach_count; i++)
        attach(object, arguments->attach[i]);
    if (arguments->redirect)
        redirect(object, arguments->redirect);
    int interface = enter(arguments->generator);
    struct watcher watcher = {generated_fd, sunk_fd, arguments->config.limit, pthread_self(), 0};
    pthread_t thread;
    if (watcher.limit && pthread_create(&thread, NULL, watch, &watcher))
        die("watching");
    pin(arguments->cpu);
    arm(arguments->seconds);
    double others = accounted(arguments);
    double own = seconds_of(CLOCK_THREAD_CPUTIME_ID), start = seconds_of(CLOCK_MONOTONIC);
    generate(program(object, "generate"), interface, arguments, &first);
    own = seconds_of(CLOCK_THREAD_CPUTIME_ID) - own;
    others = accounted(arguments) - others;
    double elapsed = seconds_of(CLOCK_MONOTONIC) - start;
    if (watcher.limit) {
        watcher.over = 1;
        pthread_join(thread, NULL);
    }
    report(generated_fd, sunk_fd);
    report_latencies(map(object, "latencies"));
    printf("learned %u\nelapsed_ns %.0f\nown_ns %.0f\nothers_ns %.0f\n",
        known_ports(ports, arguments), elapsed * 1e9, own * 1e9, others * 1e9);
    if (arguments->learned && arguments->config.learn)
        write_ports(arguments->learned, ports, all_flows(arguments));
}

static void set(struct traffic_config *config, const char *assignment)
{
    static const char *const names[] = {"flows", "templates", "first_flow", "step", "endpoints",
        "first_port", "server_port", "window", "cpus", "limit", "interval_ns", "down", "learn",
        "udp_offset", "entropy_offset", "arrived_offset", "expected_length", "expected_protocol",
        "expected_source", "source_step", "expected_destination"};
    _Static_assert(sizeof names / sizeof *names == sizeof *config / sizeof(__u32), "a name each");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t length = strlen(names[i]);
        if (!strncmp(assignment, names[i], length) && assignment[length] == '=') {
            ((__u32 *)config)[i] = strtoul(assignment + length + 1, NULL, 0);
            return;
        }
    }
    die("%s: unknown setting", assignment);
}

static void parse(struct arguments *arguments, const char *name, const char *value)
{
    if (!strcmp(name, "--object"))
        arguments->object = value;
    else if (!strcmp(name, "--templates"))
        arguments->templates = value;
    else if (!strcmp(name, "--generator"))
        arguments->generator = value;
    else if (!strcmp(name, "--attach") && arguments->attach_count < MAX_LIST)
        arguments->attach[arguments->attach_count++] = value;
    else if (!strcmp(name, "--account") && arguments->account_count < MAX_LIST)
        arguments->account[arguments->account_count++] = atoi(value);
    else if (!strcmp(name, "--length"))
        arguments->length = atoi(value);
    else if (!strcmp(name, "--seconds"))
        arguments->seconds = atof(value);
    else if (!strcmp(name, "--cpu"))
        arguments->cpu = atoi(value);
    else if (!strcmp(name, "--redirect"))
        arguments->redirect = value;
    else if (!strcmp(name, "--learned"))
        arguments->learned = value;
    else if (!strcmp(name, "--set"))
        set(&arguments->config, value);
    else
        die("%s: unknown argument", name);
}

int main(int count, char **values)
{
    static struct arguments arguments;
    for (int i = 1; i + 1 < count; i += 2)
        parse(&arguments, values[i], values[i + 1]);
    errno = 0;
    if (!arguments.object || !arguments.templates || !arguments.generator)
        die("--object, --templates and --generator are needed");
    unsigned shortest = arguments.config.down ? PLAIN_BYTES : TEMPLATE_BYTES;
    if (arguments.length < shortest || arguments.length > MAX_FRAME)
        die("--length must be %u..%d", shortest, MAX_FRAME);
    if (!arguments.config.flows || !arguments.config.templates || !arguments.config.endpoints
        || arguments.config.templates > MAX_TEMPLATES)
        die("flows, templates (at most %d) and endpoints are needed", MAX_TEMPLATES);
    if (arguments.seconds <= 0 || arguments.seconds > MAX_SECONDS)
        die("--seconds must be at most %.0f", MAX_SECONDS);
    run(&arguments);
    return 0;
}
