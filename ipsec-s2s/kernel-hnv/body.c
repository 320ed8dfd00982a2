/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 the authors of the HNV gateway
 */
#include "body.h"

/** A text has 8192 bytes at most. */
#define MAX_TEXT_BYTES 8192
/** Of a message ADD_SA but text, selectors and keys. */
#define ADD_SA_BYTES 512
/** Of a selector of IPv6. */
#define SELECTOR_BYTES 39

void write_text(bio_writer_t *body, char *text)
{
	size_t length = text ? strlen(text) : 0;

	body->write_data16(body, chunk_create((u_char*)text, min(length, MAX_TEXT_BYTES)));
}

void write_host(bio_writer_t *body, host_t *host)
{
	body->write_data8(body, host->get_address(host));
	body->write_uint16(body, host->get_port(host));
}

void write_selectors(bio_writer_t *body, linked_list_t *selectors)
{
	enumerator_t *enumerator;
	traffic_selector_t *ts;

	body->write_uint16(body, selectors->get_count(selectors));
	enumerator = selectors->create_enumerator(selectors);
	while (enumerator->enumerate(enumerator, &ts))
	{
		body->write_uint8(body, ts->get_protocol(ts));
		body->write_uint16(body, ts->get_from_port(ts));
		body->write_uint16(body, ts->get_to_port(ts));
		body->write_data8(body, ts->get_from_address(ts));
		body->write_data8(body, ts->get_to_address(ts));
	}
	enumerator->destroy(enumerator);
}

size_t add_sa_bytes(kernel_ipsec_add_sa_t *data)
{
	return ADD_SA_BYTES + MAX_TEXT_BYTES + data->enc_key.len + data->int_key.len +
		   SELECTOR_BYTES * (data->src_ts->get_count(data->src_ts) +
							 data->dst_ts->get_count(data->dst_ts));
}

static void write_identity(bio_writer_t *body, identification_t *id)
{
	char text[512];

	if (!id || snprintf(text, sizeof(text), "%Y", id) < 0)
	{
		text[0] = '\0';
	}
	write_text(body, text);
}

void write_parties(bio_writer_t *body, ike_sa_t *ike_sa)
{
	host_t *any = NULL;

	if (!ike_sa)
	{
		any = host_create_any(AF_INET);
	}
	write_identity(body, ike_sa ? ike_sa->get_my_id(ike_sa) : NULL);
	write_identity(body, ike_sa ? ike_sa->get_other_id(ike_sa) : NULL);
	write_host(body, ike_sa ? ike_sa->get_my_host(ike_sa) : any);
	write_host(body, ike_sa ? ike_sa->get_other_host(ike_sa) : any);
	DESTROY_IF(any);
}

host_t *read_host(bio_reader_t *body)
{
	chunk_t address;
	uint16_t port;

	if (!body->read_data8(body, &address) || !body->read_uint16(body, &port) ||
		(address.len != 4 && address.len != 16))
	{
		return NULL;
	}
	return host_create_from_chunk(address.len == 4 ? AF_INET : AF_INET6,
								  address, port);
}

char *connection_of(ike_sa_t *ike_sa)
{
	return ike_sa && ike_sa->get_peer_cfg(ike_sa) ? ike_sa->get_name(ike_sa) : "";
}
