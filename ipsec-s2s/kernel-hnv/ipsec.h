/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 the authors of the HNV gateway
 *
 * Stands in the place of charon's kernel interface: hands SAs and trap policies to the gateway.
 */
#ifndef IPSEC_H_
#define IPSEC_H_

#include <kernel/kernel_ipsec.h>

#include "gateway.h"

typedef struct ipsec_t ipsec_t;

struct ipsec_t {
	kernel_ipsec_t interface;

	/** Remembers for this thread which CHILD_SA is about to be installed. */
	void (*installing)(ipsec_t *this, uint32_t child_id);
};

/** Starts the gateway's connection; does not own it. */
ipsec_t *ipsec_create(gateway_t *gateway);

#endif /** IPSEC_H_ */
