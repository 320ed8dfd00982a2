/*
 * Sends frames in turn at an even pace, each with the next sequence number, or counts which of the
 * numbers arrive and how long they took. Unlike `load`, it leaves the machine to others in between.
 *
 *   paced send    DEVICE FRAME-FILE RATE SECONDS OFFSET [FRAME-BYTES [without-bursts]]
 *   paced receive DEVICE OFFSET     until SIGTERM
 *
 * At OFFSET stand a mark and the number, both 32 bits, big endian, and the time of sending: 64 bits
 * in the machine's order, for both ends have one clock. Prints one `name value` a line; the
 * receiver says `listening` before packets may be sent. The file holds one frame, or several of
 * FRAME-BYTES each.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MARK 0x484e5642u
#define MAX_FRAME 2048
#define MAX_FILE (64 << 20)
#define MAX_PACKETS (1u << 24)
#define MAX_SECONDS 120
#define TIME_OFFSET 8
#define PAYLOAD (TIME_OFFSET + 8)
#define RECEIVE_BUFFER (32 << 20)
#define MOST_GAPS 50
#define LEAST_GAP 10
#define LATE_NS 1000000u

static volatile sig_atomic_t ended;

static void end(int number)
{
    (void)number;
    ended = 1;
}

static void die(const char *what)
{
    fprintf(stderr, "paced: %s: %s\n", what, strerror(errno));
    exit(1);
}

static int open_device(const char *device, int protocol)
{
    int fd = socket(AF_PACKET, SOCK_RAW, htons(protocol));
    if (fd < 0)
        die("socket");
    struct sockaddr_ll address = {.sll_family = AF_PACKET, .sll_protocol = htons(protocol)};
    address.sll_ifindex = (int)if_nametoindex(device);
    if (!address.sll_ifindex)
        die(device);
    if (bind(fd, (struct sockaddr *)&address, sizeof(address)))
        die("bind");
    return fd;
}

static uint64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void put32(unsigned char *at, uint32_t value)
{
    value = htonl(value);
    memcpy(at, &value, 4);
}

static uint32_t get32(const unsigned char *at)
{
    uint32_t value;
    memcpy(&value, at, 4);
    return ntohl(value);
}

struct frames {
    unsigned char *first;
    size_t bytes, count;
};

/* bytes 0: the file is one frame */
static struct frames read_frames(const char *path, size_t bytes)
{
    FILE *file = fopen(path, "rb");
    unsigned char *first = malloc(MAX_FILE);
    if (!file || !first)
        die(path);
    size_t all = fread(first, 1, MAX_FILE, file);
    fclose(file);
    bytes = bytes ? bytes : all;
    if (!bytes || bytes > MAX_FRAME || all % bytes) {
        errno = EINVAL;
        die(path);
    }
    return (struct frames){first, bytes, all / bytes};
}

/*
 * A late packet is sent at once, and the next ones wait for their own time; without bursts, all
 * that follow one that is later than LATE_NS are as late as it is.
 */
static void send_paced(int fd, struct frames frames, size_t offset, double rate, double seconds,
    int without_bursts)
{
    uint32_t packets = (uint32_t)(rate * seconds);
    uint64_t start = now_ns();
    uint32_t refused = 0;
    uint32_t i;
    for (i = 0; i < packets && !ended; i++) {
        uint64_t due = start + (uint64_t)(i * 1e9 / rate);
        uint64_t now = now_ns();
        if (without_bursts && now > due + LATE_NS)
            start += now - due;
        if (due > now) {
            struct timespec wait = {0, (long)(due - now)};
            nanosleep(&wait, NULL);
        }
        unsigned char *frame = frames.first + i % frames.count * frames.bytes;
        put32(frame + offset, MARK);
        put32(frame + offset + 4, i);
        now = now_ns();
        memcpy(frame + offset + TIME_OFFSET, &now, sizeof(now));
        if (send(fd, frame, frames.bytes, 0) < 0) {
            refused++;
            i--;
            usleep(100);
        }
    }
    printf("sent %u\nrefused %u\n", i, refused);
}

static int ascending(const void *a, const void *b)
{
    uint32_t first = *(const uint32_t *)a, second = *(const uint32_t *)b;
    return first < second ? -1 : first > second;
}

/* The longest ones only: what is lost here and there is the machine's. */
static void print_gaps(const unsigned char *seen, uint32_t end)
{
    for (uint32_t i = 0, printed = 0; i < end && printed < MOST_GAPS; i++) {
        uint32_t first = i;
        while (i < end && !seen[i])
            i++;
        if (i - first >= LEAST_GAP) {
            printf("gap from %u packets %u\n", first, i - first);
            printed++;
        }
    }
}

static void print_delays(uint32_t *delays, uint32_t count)
{
    qsort(delays, count, sizeof(*delays), ascending);
    static const uint32_t percents[] = {50, 99, 100};
    for (size_t i = 0; count && i < sizeof(percents) / sizeof(*percents); i++)
        printf("delay%u %u\n", percents[i], delays[(uint64_t)(count - 1) * percents[i] / 100]);
}

static uint32_t delay_of(const unsigned char *frame)
{
    uint64_t sent, now = now_ns();
    memcpy(&sent, frame + TIME_OFFSET, sizeof(sent));
    return now - sent < UINT32_MAX ? (uint32_t)(now - sent) : UINT32_MAX;
}

static void receive(int fd, size_t offset)
{
    static unsigned char seen[MAX_PACKETS];
    static uint32_t delays[MAX_PACKETS];
    unsigned char frame[MAX_FRAME];
    uint32_t distinct = 0, twice = 0, end = 0;
    printf("listening 1\n");
    fflush(stdout);
    while (!ended) {
        ssize_t length = recv(fd, frame, sizeof(frame), 0);
        if (length < (ssize_t)(offset + PAYLOAD) || get32(frame + offset) != MARK)
            continue;
        uint32_t number = get32(frame + offset + 4);
        if (number >= MAX_PACKETS)
            continue;
        if (seen[number])
            twice++;
        else
            delays[distinct++] = delay_of(frame + offset);
        seen[number] = 1;
        end = number >= end ? number + 1 : end;
    }
    struct tpacket_stats stats = {0};
    socklen_t size = sizeof(stats);
    getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, &stats, &size);
    printf("distinct %u\ntwice %u\noverrun %u\n", distinct, twice, stats.tp_drops);
    print_delays(delays, distinct);
    print_gaps(seen, end);
}

int main(int count, char **words)
{
    struct sigaction action = {.sa_handler = end};
    sigaction(SIGTERM, &action, NULL);
    if (count >= 7 && count <= 9 && !strcmp(words[1], "send")) {
        struct frames frames = read_frames(words[3], count >= 8 ? (size_t)atoi(words[7]) : 0);
        int without_bursts = count == 9 && !strcmp(words[8], "without-bursts");
        double rate = atof(words[4]), seconds = atof(words[5]);
        size_t offset = (size_t)atoi(words[6]);
        if (rate < 1 || seconds > MAX_SECONDS || rate * seconds > MAX_PACKETS
            || offset + PAYLOAD > frames.bytes) {
            errno = EINVAL;
            die("arguments");
        }
        send_paced(open_device(words[2], 0), frames, offset, rate, seconds,
            without_bursts);
    } else if (count == 4 && !strcmp(words[1], "receive")) {
        int fd = open_device(words[2], ETH_P_ALL);
        int bytes = RECEIVE_BUFFER;
        setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof(bytes));
        struct timeval wait = {0, 100000};
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait));
        int own = 1; /* what a sender puts into the same device */
        if (setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &own, sizeof(own)))
            die("outgoing packets");
        receive(fd, (size_t)atoi(words[3]));
    } else {
        errno = EINVAL;
        die("usage: send DEVICE FRAME-FILE RATE SECONDS OFFSET [BYTES [without-bursts]] | receive DEVICE OFFSET");
    }
    return 0;
}
