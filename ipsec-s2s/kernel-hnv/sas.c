/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 the authors of the HNV gateway
 */
#include "sas.h"

#include <collections/hashtable.h>
#include <threading/mutex.h>

struct sas_t {
	mutex_t *lock;
	/** entry_t by SPI, destination and interface */
	hashtable_t *entries;
	uint32_t handles;
};

typedef struct {
	sa_t sa;
	uint32_t spi;
	uint32_t if_id;
	host_t *dst;
} entry_t;

static u_int hash(const void *key)
{
	return ((const entry_t*)key)->spi;
}

/** An SPI that is no SA yet has no interface. */
static bool equals(const void *one, const void *other)
{
	const entry_t *a = one, *b = other;

	return a->spi == b->spi && a->dst->ip_equals(a->dst, b->dst) &&
		   (a->if_id == b->if_id || !a->sa.installed || !b->sa.installed);
}

static void entry_destroy(entry_t *entry)
{
	entry->dst->destroy(entry->dst);
	free(entry);
}

/** The lock is held. */
static entry_t *find(sas_t *this, kernel_ipsec_sa_id_t *id)
{
	entry_t key = {
		.sa.installed = TRUE,
		.spi = id->spi,
		.if_id = id->if_id,
		.dst = id->dst,
	};

	return this->entries->get(this->entries, &key);
}

uint32_t sas_new_handle(sas_t *this)
{
	uint32_t handle;

	this->lock->lock(this->lock);
	handle = ++this->handles;
	this->lock->unlock(this->lock);
	return handle;
}

bool sas_is_free(sas_t *this, uint32_t spi, host_t *dst)
{
	entry_t key = { .spi = spi, .dst = dst };
	bool unknown;

	this->lock->lock(this->lock);
	unknown = !this->entries->get(this->entries, &key);
	this->lock->unlock(this->lock);
	return unknown;
}

bool sas_add(sas_t *this, kernel_ipsec_sa_id_t *id, sa_t *sa, sa_t *old)
{
	entry_t *entry, *before;

	INIT(entry,
		.sa = *sa,
		.spi = id->spi,
		.if_id = id->if_id,
		.dst = id->dst->clone(id->dst),
	);
	this->lock->lock(this->lock);
	before = this->entries->remove(this->entries, entry);
	this->entries->put(this->entries, entry, entry);
	this->lock->unlock(this->lock);
	if (before)
	{
		*old = before->sa;
		entry_destroy(before);
	}
	return before != NULL;
}

bool sas_find(sas_t *this, kernel_ipsec_sa_id_t *id, sa_t *sa)
{
	entry_t *entry;

	this->lock->lock(this->lock);
	entry = find(this, id);
	if (entry)
	{
		*sa = entry->sa;
	}
	this->lock->unlock(this->lock);
	return entry != NULL;
}

bool sas_remove(sas_t *this, kernel_ipsec_sa_id_t *id, sa_t *sa)
{
	entry_t *entry;

	this->lock->lock(this->lock);
	entry = find(this, id);
	if (entry)
	{
		this->entries->remove(this->entries, entry);
	}
	this->lock->unlock(this->lock);
	if (!entry)
	{
		return FALSE;
	}
	*sa = entry->sa;
	entry_destroy(entry);
	return TRUE;
}

bool sas_claim(sas_t *this, kernel_ipsec_sa_id_t *id, uint32_t generation,
			   sa_t *sa)
{
	entry_t *entry;
	bool good;

	this->lock->lock(this->lock);
	entry = find(this, id);
	good = entry && entry->sa.inbound && !entry->sa.installed &&
		   entry->sa.generation == generation;
	if (good)
	{
		entry->if_id = id->if_id;
		entry->sa.installed = TRUE;
		*sa = entry->sa;
	}
	this->lock->unlock(this->lock);
	return good;
}

bool sas_move(sas_t *this, kernel_ipsec_sa_id_t *id, host_t *dst, sa_t *sa)
{
	entry_t *entry;

	this->lock->lock(this->lock);
	entry = find(this, id);
	if (entry)
	{
		this->entries->remove(this->entries, entry);
		entry->dst->destroy(entry->dst);
		entry->dst = dst->clone(dst);
		this->entries->put(this->entries, entry, entry);
		*sa = entry->sa;
	}
	this->lock->unlock(this->lock);
	return entry != NULL;
}

bool sas_by_handle(sas_t *this, uint32_t handle, uint32_t *spi, host_t **dst)
{
	enumerator_t *enumerator;
	entry_t *entry;
	bool found = FALSE;

	this->lock->lock(this->lock);
	enumerator = this->entries->create_enumerator(this->entries);
	while (!found && enumerator->enumerate(enumerator, NULL, &entry))
	{
		if (entry->sa.handle == handle && entry->sa.installed)
		{
			*spi = entry->spi;
			*dst = entry->dst->clone(entry->dst);
			found = TRUE;
		}
	}
	enumerator->destroy(enumerator);
	this->lock->unlock(this->lock);
	return found;
}

linked_list_t *sas_stale(sas_t *this, uint32_t generation)
{
	linked_list_t *stale = linked_list_create();
	enumerator_t *enumerator;
	entry_t *entry;

	this->lock->lock(this->lock);
	enumerator = this->entries->create_enumerator(this->entries);
	while (enumerator->enumerate(enumerator, NULL, &entry))
	{
		if (entry->sa.inbound && entry->sa.installed &&
			entry->sa.generation != generation)
		{
			stale->insert_last(stale, (void*)(uintptr_t)entry->sa.handle);
		}
	}
	enumerator->destroy(enumerator);
	this->lock->unlock(this->lock);
	return stale;
}

sas_t *sas_create()
{
	sas_t *this;

	INIT(this,
		.lock = mutex_create(MUTEX_TYPE_DEFAULT),
		.entries = hashtable_create(hash, equals, 64),
	);
	return this;
}

void sas_destroy(sas_t *this)
{
	enumerator_t *enumerator;
	entry_t *entry;

	enumerator = this->entries->create_enumerator(this->entries);
	while (enumerator->enumerate(enumerator, NULL, &entry))
	{
		entry_destroy(entry);
	}
	enumerator->destroy(enumerator);
	this->entries->destroy(this->entries);
	this->lock->destroy(this->lock);
	free(this);
}
