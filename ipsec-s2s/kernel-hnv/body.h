/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 the authors of the HNV gateway
 *
 * Parts of the messages' bodies, as protocol.h has them.
 */
#ifndef BODY_H_
#define BODY_H_

#include <bio/bio_reader.h>
#include <bio/bio_writer.h>
#include <kernel/kernel_ipsec.h>
#include <networking/host.h>
#include <sa/ike_sa.h>
#include <selectors/traffic_selector.h>

void write_text(bio_writer_t *body, char *text);
void write_host(bio_writer_t *body, host_t *host);
void write_selectors(bio_writer_t *body, linked_list_t *selectors);
/** How long a message ADD_SA may be: the buffer must not grow with the keys in it, or nobody would
 *  wipe the old one. */
size_t add_sa_bytes(kernel_ipsec_add_sa_t *data);
/** The IKE_SA's identities and addresses; empty ones without it. */
void write_parties(bio_writer_t *body, ike_sa_t *ike_sa);
host_t *read_host(bio_reader_t *body);

/** Name of the connection that the IKE_SA belongs to, or the empty string. */
char *connection_of(ike_sa_t *ike_sa);

#endif /** BODY_H_ */
