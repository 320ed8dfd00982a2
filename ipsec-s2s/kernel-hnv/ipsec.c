/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 the authors of the HNV gateway
 */
#include "ipsec.h"
#include "filter.h"
#include "sas.h"
#include "traps.h"

#include <netinet/in.h>

#include <daemon.h>
#include <processing/jobs/callback_job.h>
#include <threading/mutex.h>
#include <threading/thread_value.h>

/** How often the gateway may offer an SPI that an SA of a connection before has. */
#define SPI_ATTEMPTS 8

/** After a new connection: until every CHILD_SA of those before is rekeyed or gone. */
#define REKEY_AGAIN_MS 5000

typedef struct private_ipsec_t private_ipsec_t;

struct private_ipsec_t {
	ipsec_t public;
	gateway_user_t user;
	gateway_t *gateway;
	traps_t *traps;
	thread_value_t *child_id;

	sas_t *sas;

	/** Guards all below. */
	mutex_t *lock;
	/** A job that has SAs of connections before rekeyed. */
	bool rekeying;
};

/** What a job needs to find its SA again. */
typedef struct {
	private_ipsec_t *ipsec;
	uint32_t handle;
	bool hard;
} expiry_t;

static void say_deleted(private_ipsec_t *this, uint32_t generation,
						uint32_t handle)
{
	bio_writer_t *body;

	if (generation)
	{
		body = bio_writer_create(4);
		body->write_uint32(body, handle);
		this->gateway->notify(this->gateway, generation, HNV_DELETE_SA, body);
	}
}

/** Puts it into the table; another that looks alike has ended without our being told. */
static void add(private_ipsec_t *this, kernel_ipsec_sa_id_t *id, sa_t *sa)
{
	sa_t old;

	if (sas_add(this->sas, id, sa, &old))
	{
		DBG1(DBG_KNL, "two SAs have SPI %.8x, the older one ends",
			 ntohl(id->spi));
		say_deleted(this, old.generation, old.handle);
	}
}

METHOD(kernel_ipsec_t, get_features, kernel_feature_t,
	private_ipsec_t *this)
{
	kernel_feature_t features = KERNEL_ESP_V3_TFC | KERNEL_NO_POLICY_UPDATES;

#ifdef HNV_STRONGSWAN_6
	features |= KERNEL_SA_USE_TIME;
#endif
	return features;
}

/** Asks for an SPI. */
static bool ask_spi(private_ipsec_t *this, host_t *local, host_t *remote,
					sa_t *sa, uint32_t *spi)
{
	bio_writer_t *body = bio_writer_create(128);
	bio_reader_t *answer;
	bool good;

	body->write_uint32(body, sa->handle);
	write_text(body, connection_of(charon->bus->get_sa(charon->bus)));
	write_host(body, local);
	write_host(body, remote);
	if (!this->gateway->request(this->gateway, sa->generation, HNV_GET_SPI,
								body, &answer))
	{
		return FALSE;
	}
	good = answer->read_uint32(answer, spi) && *spi >= 256;
	*spi = htonl(*spi);
	gateway_forget(answer);
	return good;
}

METHOD(kernel_ipsec_t, get_spi, status_t,
	private_ipsec_t *this, host_t *src, host_t *dst, uint8_t protocol,
	uint32_t *spi)
{
	kernel_ipsec_sa_id_t id = { .src = src, .dst = dst, .proto = protocol };
	sa_t sa = { .inbound = TRUE };
	int i;

	if (protocol != IPPROTO_ESP)
	{
		return NOT_SUPPORTED;
	}
	for (i = 0; i < SPI_ATTEMPTS; i++)
	{
		sa.handle = sas_new_handle(this->sas);
		sa.generation = this->gateway->generation(this->gateway);
		if (!sa.generation)
		{
			DBG1(DBG_KNL, "no SPI without the gateway");
			return FAILED;
		}
		if (!ask_spi(this, dst, src, &sa, &id.spi))
		{	/* perhaps it has given one out and its answer came late */
			say_deleted(this, sa.generation, sa.handle);
			return FAILED;
		}
		if (sas_is_free(this->sas, id.spi, dst))
		{
			add(this, &id, &sa);
			*spi = id.spi;
			return SUCCESS;
		}
		/* an SA that a gateway before this one knew has it still */
		say_deleted(this, sa.generation, sa.handle);
	}
	return FAILED;
}

METHOD(kernel_ipsec_t, get_cpi, status_t,
	private_ipsec_t *this, host_t *src, host_t *dst, uint16_t *cpi)
{
	return NOT_SUPPORTED;
}

/** Number of the CHILD_SA that an SPI belongs to, or 0. */
static uint32_t child_of(private_ipsec_t *this, ike_sa_t *ike_sa, uint32_t spi,
						 bool inbound)
{
	enumerator_t *enumerator;
	child_sa_t *child_sa;
	uint32_t id = 0;

	enumerator = ike_sa->create_child_sa_enumerator(ike_sa);
	while (!id && enumerator->enumerate(enumerator, &child_sa))
	{
		if (child_sa->get_spi(child_sa, inbound) == spi)
		{
			id = child_sa->get_unique_id(child_sa);
		}
	}
	enumerator->destroy(enumerator);
	/* one that is being made is not in the IKE_SA's list yet */
	return id ?: (uintptr_t)this->child_id->get(this->child_id);
}

static bio_writer_t *add_sa_body(private_ipsec_t *this, uint32_t handle,
								 kernel_ipsec_sa_id_t *id,
								 kernel_ipsec_add_sa_t *data, ike_sa_t *ike_sa)
{
	bio_writer_t *body = bio_writer_create(add_sa_bytes(data));
	lifetime_cfg_t *life = data->lifetime;
	bool in = data->inbound;

	body->write_uint32(body, handle);
	body->write_uint8(body, in);
	body->write_uint32(body, ntohl(id->spi));
	body->write_uint32(body, data->reqid);
	body->write_uint32(body, child_of(this, ike_sa, id->spi, in));
	body->write_uint32(body, id->if_id);
	write_text(body, connection_of(ike_sa));
	write_host(body, in ? id->dst : id->src);
	write_host(body, in ? id->src : id->dst);
	body->write_uint8(body, data->encap);
	body->write_uint8(body, data->esn);
	body->write_uint32(body, data->replay_window);
	body->write_uint32(body, data->tfc);
	body->write_uint8(body, data->copy_df);
	body->write_uint8(body, data->copy_ecn);
	body->write_uint64(body, life ? life->bytes.rekey : 0);
	body->write_uint64(body, life ? life->bytes.life : 0);
	body->write_uint64(body, life ? life->packets.rekey : 0);
	body->write_uint64(body, life ? life->packets.life : 0);
	write_selectors(body, in ? data->dst_ts : data->src_ts);
	write_selectors(body, in ? data->src_ts : data->dst_ts);
	body->write_uint16(body, data->enc_alg);
	body->write_uint16(body, data->int_alg);
	body->write_data16(body, data->enc_key);
	body->write_data16(body, data->int_key);
	return body;
}

static job_requeue_t expire(expiry_t *expiry)
{
	uint32_t spi;
	host_t *dst;

	if (sas_by_handle(expiry->ipsec->sas, expiry->handle, &spi, &dst))
	{
		charon->kernel->expire(charon->kernel, IPPROTO_ESP, spi, dst,
							   expiry->hard);
		dst->destroy(dst);
	}
	return JOB_REQUEUE_NONE;
}

static void schedule_expiry(private_ipsec_t *this, uint32_t handle,
							uint64_t seconds, bool hard)
{
	expiry_t *expiry;

	if (seconds)
	{
		INIT(expiry,
			.ipsec = this,
			.handle = handle,
			.hard = hard,
		);
		lib->scheduler->schedule_job(lib->scheduler,
			(job_t*)callback_job_create((callback_job_cb_t)expire, expiry,
										free, NULL), min(seconds, 0x7fffffff));
	}
}

METHOD(kernel_ipsec_t, add_sa, status_t,
	private_ipsec_t *this, kernel_ipsec_sa_id_t *id,
	kernel_ipsec_add_sa_t *data)
{
	ike_sa_t *ike_sa = charon->bus->get_sa(charon->bus);
	uint32_t generation = this->gateway->generation(this->gateway);
	sa_t sa = { .generation = generation, .installed = TRUE };

	if (!ike_sa || id->proto != IPPROTO_ESP || data->mode != MODE_TUNNEL ||
		data->ipcomp)
	{
		DBG1(DBG_KNL, "only ESP in tunnel mode without compression is supported");
		return NOT_SUPPORTED;
	}
	if (data->inbound)
	{	/* with an SPI of another gateway it cannot begin */
		if (!generation || !sas_claim(this->sas, id, generation, &sa))
		{
			return FAILED;
		}
	}
	else
	{
		sa.handle = sas_new_handle(this->sas);
	}
	if (!generation ||
		!this->gateway->request(this->gateway, generation, HNV_ADD_SA,
				add_sa_body(this, sa.handle, id, data, ike_sa), NULL))
	{	/* perhaps it has the SA and its answer came late */
		say_deleted(this, generation, sa.handle);
		return FAILED;
	}
	if (data->inbound)
	{	/* of the pair, it is enough that one expires */
		schedule_expiry(this, sa.handle, data->lifetime->time.rekey, FALSE);
		schedule_expiry(this, sa.handle, data->lifetime->time.life, TRUE);
	}
	else
	{
		add(this, id, &sa);
	}
	return SUCCESS;
}

METHOD(kernel_ipsec_t, update_sa, status_t,
	private_ipsec_t *this, kernel_ipsec_sa_id_t *id,
	kernel_ipsec_update_sa_t *data)
{
	bio_writer_t *body;
	sa_t sa;

	if (!sas_move(this->sas, id, data->new_dst, &sa))
	{
		return NOT_FOUND;
	}
	if (sa.installed)
	{	/* the gateway may know nothing of it any more: then it is being rekeyed */
		body = bio_writer_create(64);
		body->write_uint32(body, sa.handle);
		write_host(body, sa.inbound ? data->new_dst : data->new_src);
		write_host(body, sa.inbound ? data->new_src : data->new_dst);
		body->write_uint8(body, data->new_encap);
		this->gateway->request(this->gateway, sa.generation, HNV_UPDATE_SA,
							   body, NULL);
	}
	return SUCCESS;
}

METHOD(kernel_ipsec_t, query_sa, status_t,
	private_ipsec_t *this, kernel_ipsec_sa_id_t *id,
	kernel_ipsec_query_sa_t *data, uint64_t *bytes, uint64_t *packets,
	time_t *time)
{
	uint64_t all_bytes, all_packets, last;
	bio_writer_t *body;
	bio_reader_t *answer;
	bool good;
	sa_t sa;

	if (!sas_find(this->sas, id, &sa) || !sa.installed)
	{
		return NOT_FOUND;
	}
	body = bio_writer_create(4);
	body->write_uint32(body, sa.handle);
	if (!this->gateway->request(this->gateway, sa.generation, HNV_QUERY_SA,
								body, &answer))
	{
		return FAILED;
	}
	good = answer->read_uint64(answer, &all_bytes) &&
		   answer->read_uint64(answer, &all_packets) &&
		   answer->read_uint64(answer, &last);
	gateway_forget(answer);
	if (!good)
	{
		return FAILED;
	}
	if (bytes)
	{
		*bytes = all_bytes;
	}
	if (packets)
	{
		*packets = all_packets;
	}
	if (time)
	{
		*time = last;
	}
	return SUCCESS;
}

METHOD(kernel_ipsec_t, del_sa, status_t,
	private_ipsec_t *this, kernel_ipsec_sa_id_t *id,
	kernel_ipsec_del_sa_t *data)
{
	sa_t sa;

	if (!sas_remove(this->sas, id, &sa))
	{
		return NOT_FOUND;
	}
	say_deleted(this, sa.generation, sa.handle);
	return SUCCESS;
}

METHOD(kernel_ipsec_t, flush_sas, status_t,
	private_ipsec_t *this)
{
	return SUCCESS; /* they end with the connection */
}

static bool is_trap(kernel_ipsec_policy_id_t *id,
					kernel_ipsec_manage_policy_t *data)
{
	return data->type == POLICY_IPSEC && data->prio == POLICY_PRIORITY_ROUTED &&
		   id->dir == POLICY_OUT;
}

METHOD(kernel_ipsec_t, add_policy, status_t,
	private_ipsec_t *this, kernel_ipsec_policy_id_t *id,
	kernel_ipsec_manage_policy_t *data)
{
	if (is_trap(id, data))
	{	/* of other policies, the SA brings its selectors with it */
		this->traps->add(this->traps, data->sa->reqid, id->if_id, id->src_ts,
						 id->dst_ts);
	}
	return SUCCESS;
}

METHOD(kernel_ipsec_t, query_policy, status_t,
	private_ipsec_t *this, kernel_ipsec_policy_id_t *id,
	kernel_ipsec_query_policy_t *data, time_t *use_time)
{
	return NOT_SUPPORTED;
}

METHOD(kernel_ipsec_t, del_policy, status_t,
	private_ipsec_t *this, kernel_ipsec_policy_id_t *id,
	kernel_ipsec_manage_policy_t *data)
{
	if (is_trap(id, data))
	{
		this->traps->remove(this->traps, data->sa->reqid, id->if_id);
	}
	return SUCCESS;
}

METHOD(kernel_ipsec_t, flush_policies, status_t,
	private_ipsec_t *this)
{
	return SUCCESS;
}

METHOD(kernel_ipsec_t, bypass_socket, bool,
	private_ipsec_t *this, int fd, int family)
{
	return TRUE; /* the kernel has no policies */
}

METHOD(kernel_ipsec_t, enable_udp_decap, bool,
	private_ipsec_t *this, int fd, int family, uint16_t port)
{
	return keep_only_ike(fd, port);
}

/** Has the CHILD_SAs of connections before rekeyed; comes again while there are any. */
static job_requeue_t rekey_stale(private_ipsec_t *this)
{
	expiry_t expiry = { .ipsec = this };
	linked_list_t *stale;
	uint32_t generation;
	void *handle;
	bool any;

	/* a connection that comes behind this look finds that nothing is rekeying */
	this->lock->lock(this->lock);
	generation = this->gateway->generation(this->gateway);
	stale = sas_stale(this->sas, generation);
	any = stale->get_count(stale) > 0;
	this->rekeying = any;
	this->lock->unlock(this->lock);
	while (stale->remove_first(stale, &handle) == SUCCESS)
	{
		if (generation)
		{
			expiry.handle = (uintptr_t)handle;
			expire(&expiry);
		}
	}
	stale->destroy(stale);
	return any ? JOB_RESCHEDULE_MS(REKEY_AGAIN_MS) : JOB_REQUEUE_NONE;
}

static private_ipsec_t *ipsec_of(gateway_user_t *user)
{
	return (private_ipsec_t*)((char*)user - offsetof(private_ipsec_t, user));
}

static void connected(gateway_user_t *user, uint32_t generation)
{
	private_ipsec_t *this = ipsec_of(user);
	bool first;

	this->traps->tell(this->traps, generation);
	this->lock->lock(this->lock);
	first = !this->rekeying;
	this->rekeying = TRUE;
	this->lock->unlock(this->lock);
	if (first)
	{
		lib->processor->queue_job(lib->processor,
			(job_t*)callback_job_create((callback_job_cb_t)rekey_stale, this,
										NULL, NULL));
	}
}

static bool acquired(bio_reader_t *body)
{
	kernel_acquire_data_t data = {};
	uint32_t reqid;

	if (!body->read_uint32(body, &reqid))
	{
		return FALSE;
	}
	charon->kernel->acquire(charon->kernel, reqid, &data);
	return TRUE;
}

static bool expired(private_ipsec_t *this, bio_reader_t *body)
{
	expiry_t expiry = { .ipsec = this };
	uint8_t hard;

	if (!body->read_uint32(body, &expiry.handle) ||
		!body->read_uint8(body, &hard))
	{
		return FALSE;
	}
	expiry.hard = hard;
	expire(&expiry);
	return TRUE;
}

static bool mapped(private_ipsec_t *this, bio_reader_t *body)
{
	uint32_t handle, spi;
	host_t *remote, *dst;

	if (!body->read_uint32(body, &handle) || !(remote = read_host(body)))
	{
		return FALSE;
	}
	if (sas_by_handle(this->sas, handle, &spi, &dst))
	{
		charon->kernel->mapping(charon->kernel, IPPROTO_ESP, spi, dst, remote);
		dst->destroy(dst);
	}
	remote->destroy(remote);
	return TRUE;
}

static bool notice(gateway_user_t *user, uint8_t type, bio_reader_t *body)
{
	private_ipsec_t *this = ipsec_of(user);

	switch (type)
	{
		case HNV_ACQUIRE:
			return acquired(body);
		case HNV_EXPIRE:
			return expired(this, body);
		case HNV_MAPPING:
			return mapped(this, body);
		default:
			return FALSE;
	}
}

METHOD(ipsec_t, installing, void,
	private_ipsec_t *this, uint32_t child_id)
{
	this->child_id->set(this->child_id, (void*)(uintptr_t)child_id);
}

METHOD(kernel_ipsec_t, destroy, void,
	private_ipsec_t *this)
{
	this->gateway->stop(this->gateway);
	sas_destroy(this->sas);
	this->traps->destroy(this->traps);
	this->child_id->destroy(this->child_id);
	this->lock->destroy(this->lock);
	free(this);
}

ipsec_t *ipsec_create(gateway_t *gateway)
{
	private_ipsec_t *this;

	INIT(this,
		.public = {
			.interface = {
				.get_features = _get_features,
				.get_spi = _get_spi,
				.get_cpi = _get_cpi,
				.add_sa = _add_sa,
				.update_sa = _update_sa,
				.query_sa = _query_sa,
				.del_sa = _del_sa,
				.flush_sas = _flush_sas,
				.add_policy = _add_policy,
				.query_policy = _query_policy,
				.del_policy = _del_policy,
				.flush_policies = _flush_policies,
				.bypass_socket = _bypass_socket,
				.enable_udp_decap = _enable_udp_decap,
				.destroy = _destroy,
			},
			.installing = _installing,
		},
		.user = {
			.connected = connected,
			.notice = notice,
		},
		.gateway = gateway,
		.child_id = thread_value_create(NULL),
		.lock = mutex_create(MUTEX_TYPE_DEFAULT),
		.sas = sas_create(),
		.traps = traps_create(gateway),
	);
	gateway->start(gateway, &this->user);
	return &this->public;
}
