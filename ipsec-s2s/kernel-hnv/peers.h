/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 the authors of the HNV gateway
 *
 * Who may be who: gives charon the one PSK of the connection that an IKE_SA belongs to, and sees to
 * it that the IKE_SA stays with this connection. charon alone would try every PSK that it has, and
 * change to another connection afterwards.
 */
#ifndef PEERS_H_
#define PEERS_H_

#include <credentials/credential_set.h>

#include "gateway.h"

typedef struct peers_t peers_t;

struct peers_t {
	credential_set_t set;

	/** May this IKE_SA be established? */
	bool (*authorize)(peers_t *this, ike_sa_t *ike_sa, bool final);

	/** Forgets an IKE_SA that ends. */
	void (*forget)(peers_t *this, ike_sa_t *ike_sa);

	void (*destroy)(peers_t *this);
};

/** Does not own the gateway's connection. */
peers_t *peers_create(gateway_t *gateway);

#endif /** PEERS_H_ */
