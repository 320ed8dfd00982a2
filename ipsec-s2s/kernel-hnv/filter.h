/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 the authors of the HNV gateway
 *
 * Keeps ESP away from charon's UDP socket.
 */
#ifndef FILTER_H_
#define FILTER_H_

#include <library.h>

/** FALSE if the socket takes no filter. */
bool keep_only_ike(int fd, uint16_t port);

#endif /** FILTER_H_ */
