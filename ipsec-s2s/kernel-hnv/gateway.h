/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 the authors of the HNV gateway
 *
 * The connection to the gateway. Keeps itself up: a lost one is tried again every half second.
 */
#ifndef GATEWAY_H_
#define GATEWAY_H_

#include <bio/bio_reader.h>
#include <bio/bio_writer.h>
#include <networking/host.h>
#include <sa/ike_sa.h>
#include <selectors/traffic_selector.h>

#include "protocol.h"

typedef struct gateway_t gateway_t;
typedef struct gateway_user_t gateway_user_t;

/** Is told what comes from the gateway; in the connection's own thread, which must not wait. */
struct gateway_user_t {
	void (*connected)(gateway_user_t *this, uint32_t generation);
	/** Returns FALSE if the body is malformed: the connection ends then. */
	bool (*notice)(gateway_user_t *this, uint8_t type, bio_reader_t *body);
};

struct gateway_t {
	/** Number of the connection, growing; 0 = none now. */
	uint32_t (*generation)(gateway_t *this);

	/**
	 * Asks and waits for the answer, as long as the timeout allows.
	 *
	 * @param generation	connection that it belongs to, 0 = any
	 * @param body			is wiped and destroyed
	 * @param answer		what follows the status, to be given to gateway_forget; may be NULL
	 * @return				TRUE if the gateway has done it
	 */
	bool (*request)(gateway_t *this, uint32_t generation, uint8_t type,
					bio_writer_t *body, bio_reader_t **answer);

	/** Says something that has no answer; nobody hears it without a connection. */
	void (*notify)(gateway_t *this, uint32_t generation, uint8_t type,
				   bio_writer_t *body);

	/** From now on the user is told; begins to connect. */
	void (*start)(gateway_t *this, gateway_user_t *user);

	/** Ends the connection for good; every request fails at once from now on. */
	void (*stop)(gateway_t *this);

	void (*destroy)(gateway_t *this);
};

gateway_t *gateway_create();

/** Wipes and frees an answer. */
void gateway_forget(bio_reader_t *answer);

/* Parts of bodies. */
void write_text(bio_writer_t *body, char *text);
void write_host(bio_writer_t *body, host_t *host);
void write_selectors(bio_writer_t *body, linked_list_t *selectors);
/** The IKE_SA's identities and addresses; empty ones without it. */
void write_parties(bio_writer_t *body, ike_sa_t *ike_sa);
host_t *read_host(bio_reader_t *body);

/** Name of the connection that the IKE_SA belongs to, or the empty string. */
char *connection_of(ike_sa_t *ike_sa);

#endif /** GATEWAY_H_ */
