/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 the authors of the HNV gateway
 *
 * The connection to the gateway. Keeps itself up: a lost one is tried again every half second.
 */
#ifndef GATEWAY_H_
#define GATEWAY_H_

#include "body.h"
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

	/**
	 * As request, for who keeps charon's bus waiting: no longer than a quarter of a second, and
	 * not at all while the gateway leaves others without an answer.
	 */
	bool (*hurry)(gateway_t *this, uint8_t type, bio_writer_t *body);

	/** Says something that has no answer and waits for nobody; nobody hears it without a
	 *  connection. */
	void (*notify)(gateway_t *this, uint32_t generation, uint8_t type,
				   bio_writer_t *body);

	/** Tells an event (HNV_EVENT), unless the gateway does not read: FALSE then. */
	bool (*event)(gateway_t *this, bio_writer_t *body);

	/** From now on the user is told; begins to connect. */
	void (*start)(gateway_t *this, gateway_user_t *user);

	/** Ends the connection for good; every request fails at once from now on. */
	void (*stop)(gateway_t *this);

	void (*destroy)(gateway_t *this);
};

gateway_t *gateway_create();

/** Wipes and frees an answer. */
void gateway_forget(bio_reader_t *answer);

#endif /** GATEWAY_H_ */
