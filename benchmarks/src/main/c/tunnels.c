/*
 * Numbered packets through many tunnels, both ways, each tunnel counted alone.
 *
 *   tunnels office PORT FIRST-ADDRESS COUNT ROUNDS
 *       behind the tunnels, until SIGTERM: answers each UDP packet from the address that it came to;
 *       tunnel n's is FIRST-ADDRESS + n. "listening" when it does.
 *   tunnels host DEVICE FRAMES-FILE COUNT ROUNDS PACKETS-A-SECOND FIRST-VSID
 *       in front of the gateway: ROUNDS frames into each tunnel in turn, and what comes back.
 *       FRAMES-FILE has COUNT frames of one length, ready but for the payload; answers of tunnel n
 *       come by NVGRE (RFC 7637) with the VSID FIRST-VSID + 2 n.
 *
 * A payload is tunnel and round, 32 bits each. Both print at their end: tunnels whose packets of all
 * rounds came ("whole"), packets that came, each counted once ("packets"), packets that came more
 * than once ("twice"), those that came out of another tunnel or are of no tunnel ("wrong").
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MAX_ROUNDS 64
#define MAX_FRAME 2048
#define RECEIVE_BUFFER (16 << 20)
#define QUIET_NS 2000000000ll
#define OUTER_IP 14
#define GRE_KEY (OUTER_IP + 20 + 4)
#define INNER_IP (GRE_KEY + 4 + 14)
#define PAYLOAD (INNER_IP + 20 + 8)
#define PROTOCOL_GRE 47

struct payload {
    uint32_t tunnel, round;
} __attribute__((packed));

static volatile sig_atomic_t ended;
static uint32_t count, rounds;
static uint64_t *arrived, packets, twice, wrong;

static void die(const char *what)
{
    fprintf(stderr, "tunnels: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void on_signal(int number)
{
    (void)number;
    ended = 1;
}

static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000ll + t.tv_nsec;
}

static void tables(const char *tunnels, const char *how_often)
{
    count = (uint32_t)atoi(tunnels);
    rounds = (uint32_t)atoi(how_often);
    arrived = calloc(count, sizeof(*arrived));
    if (!count || !rounds || rounds > MAX_ROUNDS || !arrived)
        die("COUNT and ROUNDS (1..64)");
}

/* What came out of tunnel `from`. */
static void note(uint32_t from, const struct payload *payload)
{
    uint32_t tunnel = ntohl(payload->tunnel), round = ntohl(payload->round);
    if (from >= count || tunnel != from || round >= rounds) {
        wrong++;
    } else if (arrived[tunnel] & 1ull << round) {
        twice++;
    } else {
        arrived[tunnel] |= 1ull << round;
        packets++;
    }
}

static void report(void)
{
    uint64_t all = rounds == MAX_ROUNDS ? ~0ull : (1ull << rounds) - 1;
    uint32_t whole = 0;
    for (uint32_t i = 0; i < count; i++)
        whole += arrived[i] == all;
    printf("whole %u\npackets %lu\ntwice %lu\nwrong %lu\n", whole, packets, twice, wrong);
    for (uint32_t i = 0, named = 0; i < count && named < 10; i++)
        if (arrived[i] != all) {
            printf("missing in tunnel %u: rounds %lx\n", i, all & ~arrived[i]);
            named++;
        }
}

static void answer(int fd, uint32_t first)
{
    char data[MAX_FRAME];
    union {
        char bytes[CMSG_SPACE(sizeof(struct in_pktinfo))];
        struct cmsghdr align;
    } control;
    struct sockaddr_in peer;
    struct iovec part = {data, sizeof(data)};
    struct msghdr message = {.msg_name = &peer, .msg_namelen = sizeof(peer), .msg_iov = &part,
        .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof(control)};
    ssize_t got = recvmsg(fd, &message, 0);
    struct cmsghdr *info = got < 0 ? NULL : CMSG_FIRSTHDR(&message);
    if (!info || got < (ssize_t)sizeof(struct payload)) {
        wrong += got >= 0;
        return;
    }
    struct in_pktinfo *where = (struct in_pktinfo *)CMSG_DATA(info);
    note(ntohl(where->ipi_addr.s_addr) - first, (struct payload *)data);
    where->ipi_spec_dst = where->ipi_addr;
    where->ipi_ifindex = 0;
    part.iov_len = (size_t)got;
    sendmsg(fd, &message, 0);
}

static int office(char **words)
{
    struct sockaddr_in own = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(words[0]))};
    int fd = socket(AF_INET, SOCK_DGRAM, 0), one = 1, bytes = RECEIVE_BUFFER;
    uint32_t first = ntohl(inet_addr(words[1]));
    struct sigaction end = {.sa_handler = on_signal};
    tables(words[2], words[3]);
    sigaction(SIGTERM, &end, NULL);
    setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof(bytes));
    if (fd < 0 || setsockopt(fd, IPPROTO_IP, IP_PKTINFO, &one, sizeof(one))
        || bind(fd, (struct sockaddr *)&own, sizeof(own)))
        die("socket");
    puts("listening");
    fflush(stdout);
    while (!ended)
        answer(fd, first);
    report();
    return 0;
}

static int open_device(const char *device)
{
    int fd = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK, 0), one = 1, bytes = RECEIVE_BUFFER;
    struct sockaddr_ll address = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_IP),
        .sll_ifindex = (int)if_nametoindex(device)};
    if (fd < 0 || setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &one, sizeof(one)))
        die("socket");
    setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof(bytes));
    if (bind(fd, (struct sockaddr *)&address, sizeof(address)))
        die(device);
    return fd;
}

/* Reads what is there; returns whether anything was. */
static int take(int fd, uint32_t first_vsid)
{
    uint8_t frame[MAX_FRAME];
    int any = 0;
    for (ssize_t got; (got = recv(fd, frame, sizeof(frame), 0)) > 0;) {
        uint32_t key;
        if (got < PAYLOAD + (ssize_t)sizeof(struct payload) || frame[OUTER_IP + 9] != PROTOCOL_GRE)
            continue;
        memcpy(&key, frame + GRE_KEY, sizeof(key));
        uint32_t beyond = (ntohl(key) >> 8) - first_vsid;
        note(beyond & 1 ? UINT32_MAX : beyond / 2, (struct payload *)(frame + PAYLOAD));
        any = 1;
    }
    return any;
}

static void wait_until(int fd, int64_t due_ns, uint32_t first_vsid)
{
    struct pollfd readable = {.fd = fd, .events = POLLIN};
    for (int64_t left; (left = due_ns - now_ns()) > 0;) {
        struct timespec limit = {left / 1000000000, left % 1000000000};
        if (ppoll(&readable, 1, &limit, NULL) > 0)
            take(fd, first_vsid);
    }
}

static int host(char **words)
{
    FILE *file = fopen(words[1], "rb");
    uint32_t first_vsid = (uint32_t)atoi(words[5]);
    int64_t gap_ns = (int64_t)(1e9 / atof(words[4])), due_ns = now_ns(), last_ns;
    uint64_t sent = 0;
    tables(words[2], words[3]);
    if (!file || fseek(file, 0, SEEK_END))
        die(words[1]);
    size_t length = (size_t)ftell(file) / count;
    uint8_t *frames = malloc(length * count);
    rewind(file);
    if (length < PAYLOAD + sizeof(struct payload) || !frames
        || fread(frames, length, count, file) != count)
        die(words[1]);
    int fd = open_device(words[0]);
    for (uint32_t round = 0; round < rounds; round++)
        for (uint32_t tunnel = 0; tunnel < count; tunnel++, due_ns += gap_ns) {
            struct payload payload = {htonl(tunnel), htonl(round)};
            uint8_t *frame = frames + tunnel * length;
            memcpy(frame + PAYLOAD, &payload, sizeof(payload));
            wait_until(fd, due_ns, first_vsid);
            if (send(fd, frame, length, 0) == (ssize_t)length)
                sent++;
        }
    for (last_ns = now_ns(); packets < sent && now_ns() - last_ns < QUIET_NS;) {
        uint64_t before = packets;
        wait_until(fd, now_ns() + 10000000, first_vsid);
        if (packets != before)
            last_ns = now_ns();
    }
    printf("sent %lu\n", sent);
    report();
    return 0;
}

int main(int arguments, char **words)
{
    if (arguments == 6 && !strcmp(words[1], "office"))
        return office(words + 2);
    if (arguments == 8 && !strcmp(words[1], "host"))
        return host(words + 2);
    fputs("tunnels: see its source for its arguments\n", stderr);
    return 2;
}
