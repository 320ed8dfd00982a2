/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 the authors of the HNV gateway
 *
 * Trap policies: packets that are to bring a tunnel up. Told to every gateway anew.
 */
#ifndef TRAPS_H_
#define TRAPS_H_

#include "gateway.h"

typedef struct traps_t traps_t;

struct traps_t {
	void (*add)(traps_t *this, uint32_t reqid, uint32_t if_id,
				traffic_selector_t *local, traffic_selector_t *remote);
	void (*remove)(traps_t *this, uint32_t reqid, uint32_t if_id);

	/** Tells all of them on this connection. */
	void (*tell)(traps_t *this, uint32_t generation);
	void (*destroy)(traps_t *this);
};

/** Does not own the gateway's connection. */
traps_t *traps_create(gateway_t *gateway);

#endif /** TRAPS_H_ */
