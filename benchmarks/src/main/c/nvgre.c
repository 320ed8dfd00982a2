/*
 * A VM behind its host, for programs that use sockets: what is sent into a TUN device goes out of
 * DEVICE in NVGRE (RFC 7637), what comes from there for its virtual subnet goes back in.
 *
 *   nvgre DEVICE TUN HEADERS-FILE VSID     until SIGTERM
 *
 * HEADERS-FILE begins with the headers in front of the inner IP packet: Ethernet, IPv4, GRE with
 * key, Ethernet. Length and checksum of the outer IPv4 header are written anew for each packet.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define OUTER_IP 14
#define GRE (OUTER_IP + 20)
#define INNER_ETHERNET (GRE + 8)
#define HEADERS (INNER_ETHERNET + 14)
#define MAX_FRAME 2048
#define PROTOCOL_GRE 47
#define KEY_PRESENT_TEB 0x20006558u
#define RECEIVE_BUFFER (8 << 20)

static void die(const char *what)
{
    fprintf(stderr, "nvgre: %s: %s\n", what, strerror(errno));
    exit(1);
}

static int open_tun(const char *name)
{
    int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK);
    struct ifreq request = {.ifr_flags = IFF_TUN | IFF_NO_PI};
    strncpy(request.ifr_name, name, IFNAMSIZ - 1);
    if (fd < 0 || ioctl(fd, TUNSETIFF, &request))
        die(name);
    return fd;
}

static int open_device(const char *device)
{
    int fd = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK, 0);
    int one = 1, bytes = RECEIVE_BUFFER;
    if (fd < 0 || setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &one, sizeof(one)))
        die("socket");
    setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof(bytes));
    struct sockaddr_ll address = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_IP)};
    address.sll_ifindex = (int)if_nametoindex(device);
    if (!address.sll_ifindex || bind(fd, (struct sockaddr *)&address, sizeof(address)))
        die(device);
    return fd;
}

static uint32_t get32(const unsigned char *at)
{
    uint32_t value;
    memcpy(&value, at, 4);
    return ntohl(value);
}

static void put16(unsigned char *at, uint16_t value)
{
    value = htons(value);
    memcpy(at, &value, 2);
}

static void finish_outer(unsigned char *ip, size_t bytes)
{
    uint32_t sum = 0;
    put16(ip + 2, (uint16_t)bytes);
    put16(ip + 10, 0);
    for (int i = 0; i < 20; i += 2)
        sum += (uint32_t)(ip[i] << 8 | ip[i + 1]);
    sum = (sum & 0xffff) + (sum >> 16);
    put16(ip + 10, (uint16_t)~(sum + (sum >> 16)));
}

static void outward(int tun, int wire, unsigned char *frame)
{
    ssize_t bytes;
    while ((bytes = read(tun, frame + HEADERS, MAX_FRAME - HEADERS)) > 0) {
        finish_outer(frame + OUTER_IP, (size_t)bytes + HEADERS - OUTER_IP);
        while (send(wire, frame, HEADERS + (size_t)bytes, 0) < 0 && errno == ENOBUFS)
            usleep(100);
    }
}

static void inward(int wire, int tun, uint32_t vsid)
{
    unsigned char frame[MAX_FRAME];
    ssize_t bytes;
    while ((bytes = recv(wire, frame, sizeof(frame), 0)) > 0) {
        if (bytes <= HEADERS || frame[OUTER_IP + 9] != PROTOCOL_GRE
            || get32(frame + GRE) != KEY_PRESENT_TEB || get32(frame + GRE + 4) >> 8 != vsid)
            continue;
        if (write(tun, frame + HEADERS, (size_t)bytes - HEADERS) < 0 && errno != EAGAIN)
            fprintf(stderr, "nvgre: refused: %s\n", strerror(errno));
    }
}

int main(int count, char **words)
{
    static unsigned char frame[MAX_FRAME];
    if (count != 5) {
        fprintf(stderr, "usage: nvgre DEVICE TUN HEADERS-FILE VSID\n");
        return 2;
    }
    FILE *headers = fopen(words[3], "rb");
    if (!headers || fread(frame, 1, HEADERS, headers) != HEADERS)
        die(words[3]);
    fclose(headers);
    int wire = open_device(words[1]), tun = open_tun(words[2]);
    printf("ready\n");
    fflush(stdout);
    struct pollfd waits[] = {{tun, POLLIN, 0}, {wire, POLLIN, 0}};
    for (;;) {
        poll(waits, 2, -1);
        outward(tun, wire, frame);
        inward(wire, tun, (uint32_t)atoi(words[4]));
    }
}
