/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 the authors of the HNV gateway
 *
 * The SAs that charon has, with the gateway's handle of each; also SPIs of the gateway that are to
 * become SAs. Thread-safe.
 */
#ifndef SAS_H_
#define SAS_H_

#include <kernel/kernel_ipsec.h>

typedef struct sas_t sas_t;

/** What is said of an SA. */
typedef struct {
	uint32_t handle;
	/** Connection on which the gateway learnt of it. */
	uint32_t generation;
	bool inbound;
	/** FALSE: an SPI only. */
	bool installed;
} sa_t;

sas_t *sas_create();
void sas_destroy(sas_t *this);

uint32_t sas_new_handle(sas_t *this);

/** Has no SA of any connection this inbound SPI? */
bool sas_is_free(sas_t *this, uint32_t spi, host_t *dst);

/** Puts it in. TRUE if another one that looks alike was there: it is out and in `old`. */
bool sas_add(sas_t *this, kernel_ipsec_sa_id_t *id, sa_t *sa, sa_t *old);

bool sas_find(sas_t *this, kernel_ipsec_sa_id_t *id, sa_t *sa);

bool sas_remove(sas_t *this, kernel_ipsec_sa_id_t *id, sa_t *sa);

/** The SPI becomes an SA, if it is of this connection. */
bool sas_claim(sas_t *this, kernel_ipsec_sa_id_t *id, uint32_t generation,
			   sa_t *sa);

/** It goes to another address now. */
bool sas_move(sas_t *this, kernel_ipsec_sa_id_t *id, host_t *dst, sa_t *sa);

/** By its handle: SPI and destination, which is the caller's. FALSE if it is no SA. */
bool sas_by_handle(sas_t *this, uint32_t handle, uint32_t *spi, host_t **dst);

/** Handles of inbound SAs of other connections: a list of uintptr_t. */
linked_list_t *sas_stale(sas_t *this, uint32_t generation);

#endif /** SAS_H_ */
