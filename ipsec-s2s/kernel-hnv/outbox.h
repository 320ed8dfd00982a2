/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 the authors of the HNV gateway
 *
 * Frames on their way to the gateway. A thread of its own writes them, so that nobody of charon's
 * waits for the socket; what they held is wiped. Thread-safe.
 */
#ifndef OUTBOX_H_
#define OUTBOX_H_

#include <bio/bio_writer.h>

#include "protocol.h"

typedef struct outbox_t outbox_t;

/** Begins its thread.
 *  @param timeout_ms	after which the gateway, reading nothing, has the connection shut down */
outbox_t *outbox_create(u_int timeout_ms);
void outbox_destroy(outbox_t *this);

/** Writes to this socket from now on; nothing waits yet. */
void outbox_open(outbox_t *this, int fd);

/** Writes nothing more to it; what waits is wiped. */
void outbox_close(outbox_t *this);

/**
 * Queues a frame.
 *
 * @param body		is wiped and destroyed
 * @param droppable	left out rather than filling a socket that the gateway does not read
 * @return			FALSE if it was left out
 */
bool outbox_put(outbox_t *this, uint8_t type, uint32_t number, bio_writer_t *body,
				bool droppable);

/** Writes a frame at once, by the deadline. */
bool write_frame(int fd, uint8_t type, uint32_t number, chunk_t body,
				 uint64_t deadline_ms);

/** Waits until the socket can be read or written. */
bool socket_ready(int fd, short events, uint64_t deadline_ms);

/** CLOCK_MONOTONIC */
uint64_t monotonic_ms();

#endif /** OUTBOX_H_ */
