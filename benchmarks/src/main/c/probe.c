/*
 * Asks from a new UDP socket every few milliseconds until one is answered: when do new flows pass?
 *
 *   probe ask ADDRESS PORT MILLISECONDS    prints `answered TIME asked COUNT`, monotonic ns
 *   probe answer PORT                      from the address that was asked, until SIGTERM
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MOST 1000 /* the latest are listened to, the older ones given up */

static void die(const char *what)
{
    fprintf(stderr, "probe: %s: %s\n", what, strerror(errno));
    exit(1);
}

static uint64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static int ask(struct sockaddr_in *target)
{
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)target, sizeof(*target)))
        die("socket");
    send(fd, "new?", 4, 0);
    return fd;
}

static void ask_until_answered(struct sockaddr_in *target, int milliseconds)
{
    static struct pollfd asked[MOST];
    unsigned long count = 0;
    uint64_t next = now_ns();
    for (;;) {
        struct pollfd *place = &asked[count % MOST];
        if (count >= MOST)
            close(place->fd);
        *place = (struct pollfd){ask(target), POLLIN, 0};
        count++;
        next += (uint64_t)milliseconds * 1000000u;
        for (uint64_t now = now_ns(); now < next; now = now_ns()) {
            nfds_t open = count < MOST ? count : MOST;
            if (poll(asked, open, (int)((next - now) / 1000000u) + 1) <= 0)
                continue;
            for (nfds_t i = 0; i < open; i++) {
                char answer[16];
                if (recv(asked[i].fd, answer, sizeof(answer), 0) > 0) {
                    printf("answered %llu asked %lu\n", (unsigned long long)now_ns(), count);
                    return;
                }
            }
        }
    }
}

static void answer(int port)
{
    struct sockaddr_in own = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int fd = socket(AF_INET, SOCK_DGRAM, 0), one = 1;
    if (fd < 0 || bind(fd, (struct sockaddr *)&own, sizeof(own))
        || setsockopt(fd, IPPROTO_IP, IP_PKTINFO, &one, sizeof(one)))
        die("bind");
    printf("ready\n");
    fflush(stdout);
    for (;;) {
        char text[16], control[CMSG_SPACE(sizeof(struct in_pktinfo))];
        struct sockaddr_in from;
        struct iovec content = {text, sizeof(text)};
        struct msghdr message = {.msg_name = &from, .msg_namelen = sizeof(from),
                                 .msg_iov = &content, .msg_iovlen = 1,
                                 .msg_control = control, .msg_controllen = sizeof(control)};
        ssize_t bytes = recvmsg(fd, &message, 0);
        if (bytes <= 0)
            continue;
        struct cmsghdr *asked = CMSG_FIRSTHDR(&message);
        if (asked) /* the answer comes from where the question went, out of any device */
            ((struct in_pktinfo *)CMSG_DATA(asked))->ipi_ifindex = 0;
        content.iov_len = (size_t)bytes;
        sendmsg(fd, &message, 0);
    }
}

int main(int count, char **words)
{
    struct sockaddr_in target = {.sin_family = AF_INET};
    if (count == 5 && !strcmp(words[1], "ask") && inet_aton(words[2], &target.sin_addr)) {
        target.sin_port = htons((uint16_t)atoi(words[3]));
        ask_until_answered(&target, atoi(words[4]));
    } else if (count == 3 && !strcmp(words[1], "answer")) {
        answer(atoi(words[2]));
    } else {
        fprintf(stderr, "usage: probe ask ADDRESS PORT MILLISECONDS | answer PORT\n");
        return 2;
    }
    return 0;
}
