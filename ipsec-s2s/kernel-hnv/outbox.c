/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 the authors of the HNV gateway
 */
#include "outbox.h"

#include <errno.h>
#include <poll.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <collections/linked_list.h>
#include <library.h>
#include <threading/condvar.h>
#include <threading/mutex.h>
#include <threading/thread.h>

#define HEADER_BYTES 9

/** What may wait in all: beyond it the gateway is taken for dead. */
#define MAX_WAITING_BYTES (8 << 20)

/** Droppable frames are left out while so many frames wait, */
#define MAX_WAITING_EVENTS 64
/** or so much lies unread in the socket: by default it holds some 200 KB. */
#define MAX_UNREAD_BYTES (32 << 10)

struct outbox_t {
	u_int timeout_ms;
	thread_t *thread;

	/** Guards all below. */
	mutex_t *lock;
	condvar_t *changed;
	/** frame_t */
	linked_list_t *frames;
	size_t bytes;
	int fd;
	/** The thread has the socket in its hands. */
	bool writing;
	bool stopping;
};

typedef struct {
	uint8_t type;
	uint32_t number;
	chunk_t body;
} frame_t;

uint64_t monotonic_ms()
{
	timeval_t now;

	time_monotonic(&now);
	return (uint64_t)now.tv_sec * 1000 + now.tv_usec / 1000;
}

bool socket_ready(int fd, short events, uint64_t deadline_ms)
{
	struct pollfd poller = { .fd = fd, .events = events };
	uint64_t now;
	int left, got;

	do
	{
		now = monotonic_ms();
		left = deadline_ms > now ? deadline_ms - now : 0;
		got = poll(&poller, 1, left);
	}
	while (got < 0 && errno == EINTR);
	return got > 0;
}

static bool write_all(int fd, chunk_t data, uint64_t deadline_ms)
{
	ssize_t sent;

	while (data.len)
	{
		sent = send(fd, data.ptr, data.len, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (sent >= 0)
		{
			data = chunk_skip(data, sent);
		}
		else if (errno == EAGAIN || errno == EWOULDBLOCK)
		{
			if (!socket_ready(fd, POLLOUT, deadline_ms))
			{
				return FALSE;
			}
		}
		else if (errno != EINTR)
		{
			return FALSE;
		}
	}
	return TRUE;
}

bool write_frame(int fd, uint8_t type, uint32_t number, chunk_t body,
				 uint64_t deadline_ms)
{
	uint8_t header[HEADER_BYTES];

	htoun32(header, HNV_MIN_LENGTH + body.len);
	header[4] = type;
	htoun32(header + 5, number);
	return write_all(fd, chunk_create(header, HEADER_BYTES), deadline_ms) &&
		   write_all(fd, body, deadline_ms);
}

static void frame_destroy(frame_t *frame)
{
	chunk_clear(&frame->body);
	free(frame);
}

/** Whether the gateway reads what was written; the lock is held. */
static bool is_read(outbox_t *this)
{
	int unread;

	return this->frames->get_count(this->frames) < MAX_WAITING_EVENTS &&
		   ioctl(this->fd, SIOCOUTQ, &unread) == 0 && unread < MAX_UNREAD_BYTES;
}

bool outbox_put(outbox_t *this, uint8_t type, uint32_t number, bio_writer_t *body,
				bool droppable)
{
	frame_t *frame;
	bool taken;

	INIT(frame,
		.type = type,
		.number = number,
		/* the buffer itself: nothing with a key in it is copied */
		.body = body->extract_buf(body),
	);
	body->destroy(body);
	this->lock->lock(this->lock);
	taken = this->fd >= 0 && frame->body.len <= HNV_MAX_LENGTH - HNV_MIN_LENGTH &&
			(!droppable || is_read(this));
	if (taken && this->bytes + frame->body.len > MAX_WAITING_BYTES)
	{
		shutdown(this->fd, SHUT_RDWR);
		taken = FALSE;
	}
	if (taken)
	{
		this->bytes += frame->body.len;
		this->frames->insert_last(this->frames, frame);
		this->changed->broadcast(this->changed);
	}
	this->lock->unlock(this->lock);
	if (!taken)
	{
		frame_destroy(frame);
	}
	return taken;
}

static void *keep_writing(outbox_t *this)
{
	frame_t *frame;
	bool written;
	int fd;

	this->lock->lock(this->lock);
	while (!this->stopping)
	{
		if (this->frames->remove_first(this->frames, (void**)&frame) != SUCCESS)
		{
			this->changed->wait(this->changed, this->lock);
			continue;
		}
		this->bytes -= frame->body.len;
		this->writing = TRUE;
		fd = this->fd;
		this->lock->unlock(this->lock);

		written = write_frame(fd, frame->type, frame->number, frame->body,
							  monotonic_ms() + this->timeout_ms);
		if (!written)
		{	/* perhaps half a frame is out: who reads from it takes it down */
			shutdown(fd, SHUT_RDWR);
		}
		frame_destroy(frame);

		this->lock->lock(this->lock);
		this->writing = FALSE;
		this->changed->broadcast(this->changed);
	}
	this->lock->unlock(this->lock);
	return NULL;
}

void outbox_open(outbox_t *this, int fd)
{
	this->lock->lock(this->lock);
	this->fd = fd;
	this->lock->unlock(this->lock);
}

void outbox_close(outbox_t *this)
{
	frame_t *frame;

	this->lock->lock(this->lock);
	if (this->fd >= 0)
	{
		shutdown(this->fd, SHUT_RDWR);
		this->fd = -1;
	}
	while (this->frames->remove_first(this->frames, (void**)&frame) == SUCCESS)
	{
		frame_destroy(frame);
	}
	this->bytes = 0;
	while (this->writing)
	{
		this->changed->wait(this->changed, this->lock);
	}
	this->lock->unlock(this->lock);
}

outbox_t *outbox_create(u_int timeout_ms)
{
	outbox_t *this;

	INIT(this,
		.timeout_ms = timeout_ms,
		.lock = mutex_create(MUTEX_TYPE_DEFAULT),
		.changed = condvar_create(CONDVAR_TYPE_DEFAULT),
		.frames = linked_list_create(),
		.fd = -1,
	);
	this->thread = thread_create((thread_main_t)keep_writing, this);
	return this;
}

void outbox_destroy(outbox_t *this)
{
	outbox_close(this);
	this->lock->lock(this->lock);
	this->stopping = TRUE;
	this->changed->broadcast(this->changed);
	this->lock->unlock(this->lock);
	this->thread->join(this->thread);
	this->frames->destroy(this->frames);
	this->changed->destroy(this->changed);
	this->lock->destroy(this->lock);
	free(this);
}
