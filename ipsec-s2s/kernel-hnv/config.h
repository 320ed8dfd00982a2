/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The macros of strongSwan's configuration that its headers look at, as Debian's build has them.
 * ME (mediation) and HAVE_STDBOOL_H change the layout of structures.
 */
#ifndef CONFIG_H_INCLUDED
#define CONFIG_H_INCLUDED

#define _GNU_SOURCE

#define ME 1
#define HAVE_STDBOOL_H 1
#define HAVE_ALLOCA_H 1
#define HAVE_CLOCK_GETTIME 1
#define HAVE_CLOSEFROM 1
#define HAVE_CONDATTR_CLOCK_MONOTONIC 1
#define HAVE_EXPLICIT_BZERO 1
#define HAVE_FMEMOPEN 1
#define HAVE_INT128 1
#define HAVE_MEMRCHR 1
#define HAVE_SIGWAITINFO 1
#define HAVE_SYS_PARAM_H 1

#endif /** CONFIG_H_INCLUDED */
