/* Programs onto devices of other namespaces. What is attached goes away with the process. */
#ifndef HNV_ATTACH_H
#define HNV_ATTACH_H

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/if_link.h>
#include <net/if.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "die.h"

#define TCX_INGRESS 46 /* enum bpf_attach_type of kernel 6.6 and later */

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
    link_program(program(object, name), interface, strncmp(name, "sink_tc", 7) ? BPF_XDP : TCX_INGRESS);
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

#endif
