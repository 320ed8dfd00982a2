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
#include "arguments.h"
#include "attach.h"
#include "clocks.h"
#include "counters.h"
#include "generate.h"
#include "learned.h"

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
