/*
 * Leaves each live entry of a pinned flow table as a writer does that is killed in the middle of it:
 * with an odd sequence.
 *
 *   tear PIN     prints how many
 */
#define _GNU_SOURCE
#include <linux/bpf.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LIVE 1u

static int bpf(int command, union bpf_attr *attributes)
{
    return (int)syscall(SYS_bpf, command, attributes, sizeof(*attributes));
}

int main(int count, char **words)
{
    union bpf_attr get = {.pathname = (uint64_t)(uintptr_t)(count == 2 ? words[1] : "")};
    int map = bpf(BPF_OBJ_GET, &get);
    struct bpf_map_info info = {0};
    union bpf_attr ask = {0};
    ask.info.bpf_fd = (uint32_t)map;
    ask.info.info_len = sizeof(info);
    ask.info.info = (uint64_t)(uintptr_t)&info;
    if (map < 0 || bpf(BPF_OBJ_GET_INFO_BY_FD, &ask)) {
        perror("tear");
        return 1;
    }
    size_t bytes = (size_t)info.max_entries * info.value_size;
    char *table = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, map, 0);
    if (table == MAP_FAILED) {
        perror("tear");
        return 1;
    }
    unsigned torn = 0;
    for (char *entry = table; entry < table + bytes; entry += info.value_size) {
        uint32_t word[2]; /* sequence, state */
        memcpy(word, entry, sizeof(word));
        if (word[1] == LIVE && word[0] % 2 == 0) {
            word[0]++;
            memcpy(entry, word, sizeof(*word));
            torn++;
        }
    }
    printf("%u\n", torn);
    return 0;
}
