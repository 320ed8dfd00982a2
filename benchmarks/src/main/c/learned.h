/* The external port of each flow, kept from one phase to the next. */
#ifndef HNV_LEARNED_H
#define HNV_LEARNED_H

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
#include "arguments.h"

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

#endif
