/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 the authors of the HNV gateway
 */
#include "filter.h"

#include <errno.h>
#include <linux/filter.h>
#include <netinet/udp.h>
#include <sys/socket.h>

bool keep_only_ike(int fd, uint16_t port)
{
	/* Keeps what begins with four zero bytes, which is IKE (RFC 3948 2.2). The gateway takes the
	 * rest, which is ESP and keep-alives, off the wire; this socket gets a copy at most. */
	struct sock_filter only_ike[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, sizeof(struct udphdr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, 0xffffffff),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	struct sock_fprog program = {
		.len = countof(only_ike),
		.filter = only_ike,
	};

	if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof(program)))
	{
		DBG1(DBG_KNL, "no filter on UDP port %u: %s", port, strerror(errno));
		return FALSE;
	}
	return TRUE;
}
