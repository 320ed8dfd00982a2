/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 the authors of the HNV gateway
 */
#include "gateway.h"
#include "outbox.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <daemon.h>
#include <library.h>
#include <threading/condvar.h>
#include <threading/mutex.h>
#include <threading/thread.h>

#define DEFAULT_SOCKET "/run/hnv-gateway/kernel-hnv.sock"
#define DEFAULT_TIMEOUT_MS 2000
#define MIN_TIMEOUT_MS 100
#define RECONNECT_MS 100

/** How long somebody may wait who keeps charon's bus waiting. */
#define HURRY_MS 1000

typedef struct private_gateway_t private_gateway_t;

/** A request that waits for its answer; lives on the stack of who asked. */
typedef struct {
	uint32_t number;
	uint8_t type;
	bool done;
	chunk_t answer;
} pending_t;

struct private_gateway_t {
	gateway_t public;
	gateway_user_t *user;
	char *path;
	u_int timeout_ms;
	thread_t *thread;

	outbox_t *outbox;

	/** Guards all below. */
	mutex_t *lock;
	condvar_t *changed;
	linked_list_t *pending;
	uint32_t number;
	uint32_t generation;
	bool stopping;
	int fd;
	/** Somebody in a hurry got no answer, and since then nobody did. */
	bool overdue;
};

/** @param deadline_ms	0 = none */
static bool read_all(int fd, chunk_t data, uint64_t deadline_ms)
{
	ssize_t got;

	while (data.len)
	{
		if (deadline_ms && !socket_ready(fd, POLLIN, deadline_ms))
		{
			return FALSE;
		}
		got = recv(fd, data.ptr, data.len, 0);
		if (got > 0)
		{
			data = chunk_skip(data, got);
		}
		else if (got == 0 || errno != EINTR)
		{
			return FALSE;
		}
	}
	return TRUE;
}

/** Reads a frame; the body is a part of the buffer. */
static bool read_frame(int fd, chunk_t buffer, uint64_t deadline_ms,
					   uint8_t *type, uint32_t *number, chunk_t *body)
{
	uint32_t length;

	if (!read_all(fd, chunk_create(buffer.ptr, sizeof(length)), deadline_ms))
	{
		return FALSE;
	}
	length = untoh32(buffer.ptr);
	if (length < HNV_MIN_LENGTH || length > HNV_MAX_LENGTH)
	{
		DBG1(DBG_KNL, "the gateway sent a frame of %u bytes", length);
		return FALSE;
	}
	if (!read_all(fd, chunk_create(buffer.ptr, length), deadline_ms))
	{
		return FALSE;
	}
	*type = buffer.ptr[0];
	*number = untoh32(buffer.ptr + 1);
	*body = chunk_create(buffer.ptr + HNV_MIN_LENGTH, length - HNV_MIN_LENGTH);
	return TRUE;
}

METHOD(gateway_t, generation, uint32_t,
	private_gateway_t *this)
{
	uint32_t generation;

	this->lock->lock(this->lock);
	generation = this->generation;
	this->lock->unlock(this->lock);
	return generation;
}

/** Queues a frame for the connection that it belongs to; the lock is held. */
static bool say(private_gateway_t *this, uint32_t generation, uint8_t type,
				uint32_t number, bio_writer_t *body, bool droppable)
{
	chunk_t unsaid;

	if (this->generation && (!generation || generation == this->generation))
	{
		return outbox_put(this->outbox, type, number, body, droppable);
	}
	unsaid = body->extract_buf(body);
	chunk_clear(&unsaid);
	body->destroy(body);
	return FALSE;
}

/** Waits for the answer or the end of time or of the connection; the lock is held. */
static void await(private_gateway_t *this, pending_t *pending, u_int limit_ms)
{
	uint32_t generation = this->generation;
	timeval_t end;

	time_monotonic(&end);
	timeval_add_ms(&end, limit_ms);
	while (!pending->done && generation && this->generation == generation &&
		   !this->changed->timed_wait_abs(this->changed, this->lock, end))
	{
		continue;
	}
}

/** @param hurry	gives up soon, and at once while the gateway answers nothing */
static bool ask(private_gateway_t *this, uint32_t generation, uint8_t type,
				bio_writer_t *body, bool hurry, bio_reader_t **answer)
{
	pending_t pending = { .type = type };
	bio_reader_t *reader;
	uint8_t status;

	this->lock->lock(this->lock);
	pending.number = ++this->number ?: ++this->number;
	this->pending->insert_last(this->pending, &pending);
	if (say(this, generation, type, pending.number, body, FALSE) &&
		!(hurry && this->overdue))
	{
		await(this, &pending, hurry ? HURRY_MS : this->timeout_ms);
		this->overdue |= hurry && !pending.done;
	}
	this->pending->remove(this->pending, &pending, NULL);
	this->lock->unlock(this->lock);

	if (!pending.done)
	{
		DBG1(DBG_KNL, "no answer from the gateway (request %u)", type);
		return FALSE;
	}
	reader = bio_reader_create_own(pending.answer);
	if (!reader->read_uint8(reader, &status) || status != HNV_DONE)
	{
		DBG1(DBG_KNL, "the gateway refuses request %u", type);
		gateway_forget(reader);
		return FALSE;
	}
	if (answer)
	{
		*answer = reader;
	}
	else
	{
		gateway_forget(reader);
	}
	return TRUE;
}

METHOD(gateway_t, request, bool,
	private_gateway_t *this, uint32_t generation, uint8_t type,
	bio_writer_t *body, bio_reader_t **answer)
{
	return ask(this, generation, type, body, FALSE, answer);
}

METHOD(gateway_t, hurry, bool,
	private_gateway_t *this, uint8_t type, bio_writer_t *body)
{
	return ask(this, 0, type, body, TRUE, NULL);
}

METHOD(gateway_t, notify, void,
	private_gateway_t *this, uint32_t generation, uint8_t type,
	bio_writer_t *body)
{
	this->lock->lock(this->lock);
	say(this, generation, type, 0, body, FALSE);
	this->lock->unlock(this->lock);
}

METHOD(gateway_t, event, bool,
	private_gateway_t *this, bio_writer_t *body)
{
	bool told;

	this->lock->lock(this->lock);
	told = say(this, 0, HNV_EVENT, 0, body, TRUE);
	this->lock->unlock(this->lock);
	return told;
}

/** Gives an answer to who waits for it; a late one is dropped. */
static void answered(private_gateway_t *this, uint8_t type, uint32_t number,
					 chunk_t body)
{
	enumerator_t *enumerator;
	pending_t *pending;

	this->lock->lock(this->lock);
	this->overdue = FALSE;
	enumerator = this->pending->create_enumerator(this->pending);
	while (enumerator->enumerate(enumerator, &pending))
	{
		if (pending->number == number && !pending->done &&
			(pending->type | HNV_ANSWER) == type)
		{
			pending->answer = chunk_clone(body);
			pending->done = TRUE;
			this->changed->broadcast(this->changed);
			break;
		}
	}
	enumerator->destroy(enumerator);
	this->lock->unlock(this->lock);
}

/** A connected socket with root or our own user at its other end, or -1. */
static int open_socket(private_gateway_t *this)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct ucred peer;
	socklen_t length = sizeof(peer);
	int fd;

	if (strlen(this->path) >= sizeof(address.sun_path))
	{
		DBG1(DBG_KNL, "path of the gateway's socket is too long: %s", this->path);
		return -1;
	}
	strcpy(address.sun_path, this->path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
	{
		return -1;
	}
	/* a UNIX socket is connected at once or, its queue being full, not at all */
	if (connect(fd, (struct sockaddr*)&address, sizeof(address)) ||
		getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &length))
	{
		close(fd);
		return -1;
	}
	if (peer.uid != 0 && peer.uid != geteuid())
	{
		DBG1(DBG_KNL, "%s belongs to user %u: not trusted", this->path, peer.uid);
		close(fd);
		return -1;
	}
	/* reads block from here on, or wait for poll; writes say MSG_DONTWAIT */
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
	return fd;
}

static bool greet(private_gateway_t *this, int fd, chunk_t buffer)
{
	uint64_t deadline_ms = monotonic_ms() + this->timeout_ms;
	bio_writer_t *body = bio_writer_create(64);
	bio_reader_t *reader;
	uint32_t number;
	uint16_t version = 0;
	uint8_t type, status = 0xff;
	chunk_t answer, why = chunk_empty;
	bool good;

	body->write_uint32(body, HNV_MAGIC);
	body->write_uint16(body, HNV_PROTOCOL_VERSION);
	write_text(body, CHARON_VERSION);
	write_text(body, HNV_PLUGIN_VERSION);
	good = write_frame(fd, HNV_HELLO, 1, body->get_buf(body), deadline_ms) &&
		   read_frame(fd, buffer, deadline_ms, &type, &number, &answer);
	body->destroy(body);
	if (!good || type != (HNV_HELLO | HNV_ANSWER) || number != 1)
	{
		return FALSE;
	}
	reader = bio_reader_create(answer);
	good = reader->read_uint8(reader, &status) &&
		   reader->read_uint16(reader, &version) &&
		   reader->read_data16(reader, &why) && status == HNV_DONE &&
		   version == HNV_PROTOCOL_VERSION;
	if (!good)
	{
		DBG1(DBG_KNL, "the gateway (protocol %u) refuses this plugin "
			 "(protocol %u): %.*s", version, HNV_PROTOCOL_VERSION,
			 (int)why.len, why.ptr);
	}
	reader->destroy(reader);
	return good;
}

/** Reads until the connection ends. */
static void serve(private_gateway_t *this, int fd, chunk_t buffer)
{
	bio_reader_t *reader;
	uint32_t number;
	uint8_t type;
	chunk_t body;
	bool good = TRUE;

	while (good && read_frame(fd, buffer, 0, &type, &number, &body))
	{
		if (type & HNV_ANSWER)
		{
			answered(this, type, number, body);
		}
		else
		{
			reader = bio_reader_create(body);
			good = this->user->notice(this->user, type, reader);
			reader->destroy(reader);
			if (!good)
			{
				DBG1(DBG_KNL, "the gateway sent a malformed message of type %u",
					 type);
			}
		}
		memwipe(buffer.ptr, body.len + HNV_MIN_LENGTH);
	}
}

/** Makes the connection known. Returns its number. */
static uint32_t publish(private_gateway_t *this, int fd, uint32_t generation)
{
	outbox_open(this->outbox, fd);
	this->lock->lock(this->lock);
	this->fd = fd;
	this->generation = generation;
	this->overdue = FALSE;
	this->changed->broadcast(this->changed);
	if (this->stopping)
	{
		shutdown(fd, SHUT_RDWR);
	}
	this->lock->unlock(this->lock);
	return generation;
}

/** It has ended: nobody waits for it or writes to it any more. */
static void withdraw(private_gateway_t *this)
{
	this->lock->lock(this->lock);
	this->fd = -1;
	this->generation = 0;
	this->changed->broadcast(this->changed);
	this->lock->unlock(this->lock);
	outbox_close(this->outbox);
}

static bool pause_unless_stopping(private_gateway_t *this, u_int ms)
{
	timeval_t end;
	bool stopping;

	time_monotonic(&end);
	timeval_add_ms(&end, ms);
	this->lock->lock(this->lock);
	while (!this->stopping &&
		   !this->changed->timed_wait_abs(this->changed, this->lock, end))
	{
		continue;
	}
	stopping = this->stopping;
	this->lock->unlock(this->lock);
	return !stopping;
}

static void *keep_connected(private_gateway_t *this)
{
	chunk_t buffer = chunk_alloc(HNV_MAX_LENGTH);
	uint32_t connections = 0;
	bool told = FALSE;
	int fd;

	do
	{
		fd = open_socket(this);
		if (fd >= 0 && greet(this, fd, buffer))
		{
			DBG1(DBG_KNL, "connected to the gateway at %s", this->path);
			publish(this, fd, ++connections);
			this->user->connected(this->user, connections);
			serve(this, fd, buffer);
			withdraw(this);
			DBG1(DBG_KNL, "lost the gateway");
			told = TRUE;
		}
		else if (!told)
		{
			DBG1(DBG_KNL, "no gateway at %s, trying again", this->path);
			told = TRUE;
		}
		if (fd >= 0)
		{
			close(fd);
		}
	}
	while (pause_unless_stopping(this, RECONNECT_MS));
	chunk_clear(&buffer);
	return NULL;
}

METHOD(gateway_t, start, void,
	private_gateway_t *this, gateway_user_t *user)
{
	this->user = user;
	this->thread = thread_create((thread_main_t)keep_connected, this);
}

METHOD(gateway_t, stop, void,
	private_gateway_t *this)
{
	this->lock->lock(this->lock);
	this->stopping = TRUE;
	if (this->fd >= 0)
	{
		shutdown(this->fd, SHUT_RDWR);
	}
	this->changed->broadcast(this->changed);
	this->lock->unlock(this->lock);
	if (this->thread)
	{
		this->thread->join(this->thread);
		this->thread = NULL;
	}
}

METHOD(gateway_t, destroy, void,
	private_gateway_t *this)
{
	stop(this);
	this->pending->destroy(this->pending);
	this->changed->destroy(this->changed);
	this->lock->destroy(this->lock);
	outbox_destroy(this->outbox);
	free(this);
}

void gateway_forget(bio_reader_t *answer)
{
	chunk_t rest = answer->peek(answer);

	memwipe(rest.ptr, rest.len);
	answer->destroy(answer);
}

gateway_t *gateway_create()
{
	private_gateway_t *this;

	INIT(this,
		.public = {
			.generation = _generation,
			.request = _request,
			.hurry = _hurry,
			.notify = _notify,
			.event = _event,
			.start = _start,
			.stop = _stop,
			.destroy = _destroy,
		},
		.path = lib->settings->get_str(lib->settings,
					"%s.plugins.kernel-hnv.socket", DEFAULT_SOCKET, lib->ns),
		.timeout_ms = max(MIN_TIMEOUT_MS, lib->settings->get_int(lib->settings,
					"%s.plugins.kernel-hnv.timeout", DEFAULT_TIMEOUT_MS, lib->ns)),
		.lock = mutex_create(MUTEX_TYPE_DEFAULT),
		.changed = condvar_create(CONDVAR_TYPE_DEFAULT),
		.pending = linked_list_create(),
		.fd = -1,
	);
	this->outbox = outbox_create(this->timeout_ms);
	return &this->public;
}
