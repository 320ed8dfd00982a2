/* Runs look-ups of the XDP program as a program of the host, over entries that are settled, that are
 * being written, and that somebody writes while they are read. Prints what was found, one line each:
 * 1 only for the settled ones. The kernel's look-ups and the barrier are replaced: the former find
 * what stands here, and both are where the writer comes between. */
#include <stdio.h>
#include <string.h>
#include <linux/types.h>

static void meanwhile(void);
#define barrier() meanwhile()

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

static void *found(void *map, const void *key);
#define bpf_map_lookup_elem found

#include "execute.h"

enum writer { NOBODY, BEFORE, BETWEEN };

static enum writer writer;
static struct flow_entry6 entry;
static struct flow_counter counter;
static struct adjacency slot;
static int counters_found;

/* Another entry, complete. */
static void meanwhile(void)
{
	if (writer == BETWEEN)
		slot.sequence += 2;
}

/* A probe looks for a counter before it reads the entry, and after it. */
static void *found(void *map, const void *key)
{
	(void)key;
	if (map == &flow_table || map == &flow_table6)
		return &entry;
	if (map == &adjacencies)
		return &slot;
	if (++counters_found == 2 && writer == BETWEEN)
		entry.line.word += 2;
	return &counter;
}

static void begin(enum writer w, int kind)
{
	writer = w;
	counters_found = 0;
	memset(&entry, 0, sizeof(entry));
	memset(&slot, 0, sizeof(slot));
	entry.line.word = WORD_LIVE | (w == BEFORE);
	slot.sequence = w == BEFORE;
	slot.kind = kind;
	slot.flags = ADJACENCY_RESOLVED;
	slot.mtu_bytes = 1500;
}

static int finds(int ipv6)
{
	struct flow flow;
	struct flow_place place = {};
	struct flow_key key = {};
	struct address_pair addresses = {};

	return ipv6 ? find_flow6(&flow, &place, &key, &addresses) : find_flow(&flow, &place, &key);
}

static int comes_from_vm(void)
{
	struct tunnel t = {};
	struct mac_pair macs = {};

	return is_from_vm(&t, &macs, 1);
}

int main(void)
{
	struct egress e;

	for (enum writer w = NOBODY; w <= BETWEEN; w++) {
		begin(w, 0);
		printf("find_flow %d\n", finds(0));
		begin(w, 0);
		printf("find_flow6 %d\n", finds(1));
		begin(w, ADJACENCY_OVERLAY);
		printf("is_from_vm %d\n", comes_from_vm());
		begin(w, ADJACENCY_FRONT_END);
		printf("is_front_end %d\n", is_front_end(1));
		begin(w, ADJACENCY_NEIGHBOR);
		printf("read_egress %d\n", read_egress(&e, 1, 100));
		begin(w, ADJACENCY_NEIGHBOR);
		printf("read_next_hop %d\n", read_next_hop(&e, 1));
	}
	return 0;
}
