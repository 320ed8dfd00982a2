/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 the authors of the HNV gateway
 */
#include "peers.h"

#include <collections/hashtable.h>
#include <daemon.h>
#include <threading/mutex.h>

typedef struct private_peers_t private_peers_t;

struct private_peers_t {
	peers_t public;
	gateway_t *gateway;

	mutex_t *lock;
	/** Number of an IKE_SA → name of the connection whose PSK it was given first. */
	hashtable_t *names;
};

/** Enumerates one key. */
typedef struct {
	enumerator_t public;
	shared_key_t *key;
	bool done;
} one_key_t;

METHOD(enumerator_t, enumerate_one, bool,
	one_key_t *this, va_list args)
{
	shared_key_t **key;
	id_match_t *me, *other;

	VA_ARGS_VGET(args, key, me, other);
	if (this->done)
	{
		return FALSE;
	}
	this->done = TRUE;
	*key = this->key;
	if (me)
	{
		*me = ID_MATCH_PERFECT;
	}
	if (other)
	{
		*other = ID_MATCH_PERFECT;
	}
	return TRUE;
}

METHOD(enumerator_t, destroy_one, void,
	one_key_t *this)
{
	this->key->destroy(this->key);
	free(this);
}

static void *key_of(ike_sa_t *ike_sa)
{
	return (void*)(uintptr_t)ike_sa->get_unique_id(ike_sa);
}

/** The IKE_SA belongs to this connection: TRUE unless it had a key of another one. */
static bool bind_to(private_peers_t *this, ike_sa_t *ike_sa, char *name)
{
	char *first;
	bool same;

	this->lock->lock(this->lock);
	first = this->names->get(this->names, key_of(ike_sa));
	if (!first)
	{
		first = strdup(name);
		this->names->put(this->names, key_of(ike_sa), first);
	}
	same = streq(first, name);
	this->lock->unlock(this->lock);
	if (!same)
	{
		DBG1(DBG_CFG, "the IKE_SA was another connection's before it came to '%s':"
			 " refused", name);
	}
	return same;
}

/** Body of a question about an IKE_SA. */
static bio_writer_t *about(ike_sa_t *ike_sa)
{
	bio_writer_t *body = bio_writer_create(512);

	write_text(body, connection_of(ike_sa));
	write_parties(body, ike_sa);
	return body;
}

METHOD(credential_set_t, create_shared_enumerator, enumerator_t*,
	private_peers_t *this, shared_key_type_t type, identification_t *me,
	identification_t *other)
{
	ike_sa_t *ike_sa = charon->bus->get_sa(charon->bus);
	char *name = connection_of(ike_sa);
	bio_reader_t *answer;
	one_key_t *one;
	chunk_t key;

	if ((type != SHARED_IKE && type != SHARED_ANY) || !*name ||
		!bind_to(this, ike_sa, name) ||
		!this->gateway->request(this->gateway, 0, HNV_GET_PSK, about(ike_sa),
								&answer))
	{
		return NULL;
	}
	if (!answer->read_data16(answer, &key) || !key.len)
	{
		gateway_forget(answer);
		return NULL;
	}
	INIT(one,
		.public = {
			.enumerate = enumerator_enumerate_default,
			.venumerate = _enumerate_one,
			.destroy = _destroy_one,
		},
		.key = shared_key_create(SHARED_IKE, chunk_clone(key)),
	);
	memwipe(key.ptr, key.len);
	gateway_forget(answer);
	return &one->public;
}

METHOD(peers_t, authorize, bool,
	private_peers_t *this, ike_sa_t *ike_sa, bool final)
{
	char *name = connection_of(ike_sa), *first;
	bool same;

	this->lock->lock(this->lock);
	first = this->names->get(this->names, key_of(ike_sa));
	same = !first || streq(first, name);
	this->lock->unlock(this->lock);
	if (!same)
	{
		DBG1(DBG_CFG, "the peer has proved itself with another connection's key "
			 "than that of '%s': refused", name);
		return FALSE;
	}
	/* the bus is locked meanwhile */
	return *name && (!final || this->gateway->hurry(this->gateway, HNV_AUTHORIZE,
													about(ike_sa)));
}

METHOD(peers_t, forget, void,
	private_peers_t *this, ike_sa_t *ike_sa)
{
	this->lock->lock(this->lock);
	free(this->names->remove(this->names, key_of(ike_sa)));
	this->lock->unlock(this->lock);
}

METHOD(peers_t, destroy, void,
	private_peers_t *this)
{
	enumerator_t *enumerator;
	char *name;

	enumerator = this->names->create_enumerator(this->names);
	while (enumerator->enumerate(enumerator, NULL, &name))
	{
		free(name);
	}
	enumerator->destroy(enumerator);
	this->names->destroy(this->names);
	this->lock->destroy(this->lock);
	free(this);
}

peers_t *peers_create(gateway_t *gateway)
{
	private_peers_t *this;

	INIT(this,
		.public = {
			.set = {
				.create_private_enumerator = (void*)return_null,
				.create_cert_enumerator = (void*)return_null,
				.create_shared_enumerator = _create_shared_enumerator,
				.create_cdp_enumerator = (void*)return_null,
				.cache_cert = (void*)nop,
			},
			.authorize = _authorize,
			.forget = _forget,
			.destroy = _destroy,
		},
		.gateway = gateway,
		.lock = mutex_create(MUTEX_TYPE_DEFAULT),
		.names = hashtable_create(hashtable_hash_ptr, hashtable_equals_ptr, 64),
	);
	return &this->public;
}
