/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 the authors of the HNV gateway
 *
 * Listens on charon's bus: turns its alerts into sentences for the operator, and hands the other
 * parts of the plugin what they must know.
 */
#ifndef EVENTS_H_
#define EVENTS_H_

#include <bus/listeners/listener.h>

#include "gateway.h"
#include "ipsec.h"
#include "peers.h"

typedef struct events_t events_t;

struct events_t {
	listener_t listener;

	/** Whom to tell what is being installed; NULL = nobody. */
	void (*set_ipsec)(events_t *this, ipsec_t *ipsec);

	void (*destroy)(events_t *this);
};

/** Owns neither. */
events_t *events_create(gateway_t *gateway, peers_t *peers);

#endif /** EVENTS_H_ */
