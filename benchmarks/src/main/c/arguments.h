/* The words of load's command line; load.c lists them. */
#ifndef HNV_ARGUMENTS_H
#define HNV_ARGUMENTS_H

#include <linux/types.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include "die.h"
#include "traffic.h"

#define MAX_LIST 1100
#define MAX_SECONDS 20.0
#define MAX_FRAME 2048

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

static __u32 all_flows(const struct arguments *arguments)
{
    return arguments->config.first_flow + arguments->config.flows;
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

#endif
