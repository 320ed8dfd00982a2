/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 the authors of the HNV gateway
 */
#include "traps.h"

#include <threading/mutex.h>

typedef struct private_traps_t private_traps_t;

typedef struct {
	uint32_t reqid;
	uint32_t if_id;
	linked_list_t *local;
	linked_list_t *remote;
} trap_t;

struct private_traps_t {
	traps_t public;
	gateway_t *gateway;

	/** Guards the list, and keeps what is said of it in order. */
	mutex_t *lock;
	linked_list_t *traps;
};

static void selectors_destroy(linked_list_t *selectors)
{
	selectors->destroy_offset(selectors, offsetof(traffic_selector_t, destroy));
}

static void trap_destroy(trap_t *trap)
{
	selectors_destroy(trap->local);
	selectors_destroy(trap->remote);
	free(trap);
}

static void say(private_traps_t *this, uint32_t generation, trap_t *trap)
{
	bio_writer_t *body = bio_writer_create(128);

	body->write_uint32(body, trap->reqid);
	body->write_uint32(body, trap->if_id);
	write_selectors(body, trap->local);
	write_selectors(body, trap->remote);
	this->gateway->notify(this->gateway, generation, HNV_ADD_TRAP, body);
}

/** The lock is held. */
static trap_t *find(private_traps_t *this, uint32_t reqid, uint32_t if_id)
{
	enumerator_t *enumerator;
	trap_t *trap, *found = NULL;

	enumerator = this->traps->create_enumerator(this->traps);
	while (!found && enumerator->enumerate(enumerator, &trap))
	{
		if (trap->reqid == reqid && trap->if_id == if_id)
		{
			found = trap;
		}
	}
	enumerator->destroy(enumerator);
	return found;
}

/** Every local selector comes with every remote one. */
static void insert_new(linked_list_t *selectors, traffic_selector_t *ts)
{
	enumerator_t *enumerator;
	traffic_selector_t *other;
	bool known = FALSE;

	enumerator = selectors->create_enumerator(selectors);
	while (!known && enumerator->enumerate(enumerator, &other))
	{
		known = ts->equals(ts, other);
	}
	enumerator->destroy(enumerator);
	if (!known)
	{
		selectors->insert_last(selectors, ts->clone(ts));
	}
}

METHOD(traps_t, add, void,
	private_traps_t *this, uint32_t reqid, uint32_t if_id,
	traffic_selector_t *local, traffic_selector_t *remote)
{
	trap_t *trap;

	this->lock->lock(this->lock);
	trap = find(this, reqid, if_id);
	if (!trap)
	{
		INIT(trap,
			.reqid = reqid,
			.if_id = if_id,
			.local = linked_list_create(),
			.remote = linked_list_create(),
		);
		this->traps->insert_last(this->traps, trap);
	}
	insert_new(trap->local, local);
	insert_new(trap->remote, remote);
	say(this, 0, trap);
	this->lock->unlock(this->lock);
}

METHOD(traps_t, remove_, void,
	private_traps_t *this, uint32_t reqid, uint32_t if_id)
{
	bio_writer_t *body;
	trap_t *trap;

	this->lock->lock(this->lock);
	trap = find(this, reqid, if_id);
	if (trap)
	{
		this->traps->remove(this->traps, trap, NULL);
		trap_destroy(trap);
		body = bio_writer_create(8);
		body->write_uint32(body, reqid);
		body->write_uint32(body, if_id);
		this->gateway->notify(this->gateway, 0, HNV_DELETE_TRAP, body);
	}
	this->lock->unlock(this->lock);
}

METHOD(traps_t, tell, void,
	private_traps_t *this, uint32_t generation)
{
	enumerator_t *enumerator;
	trap_t *trap;

	this->lock->lock(this->lock);
	enumerator = this->traps->create_enumerator(this->traps);
	while (enumerator->enumerate(enumerator, &trap))
	{
		say(this, generation, trap);
	}
	enumerator->destroy(enumerator);
	this->lock->unlock(this->lock);
}

METHOD(traps_t, destroy, void,
	private_traps_t *this)
{
	this->traps->destroy_function(this->traps, (void*)trap_destroy);
	this->lock->destroy(this->lock);
	free(this);
}

traps_t *traps_create(gateway_t *gateway)
{
	private_traps_t *this;

	INIT(this,
		.public = {
			.add = _add,
			.remove = _remove_,
			.tell = _tell,
			.destroy = _destroy,
		},
		.gateway = gateway,
		.lock = mutex_create(MUTEX_TYPE_DEFAULT),
		.traps = linked_list_create(),
	);
	return &this->public;
}
