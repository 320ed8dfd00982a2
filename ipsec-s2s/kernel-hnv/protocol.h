/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 the authors of the HNV gateway
 *
 * What is said on the UNIX stream socket between kernel-hnv, which connects, and the gateway. This
 * is the one description of it; the gateway's side is package io.hnvgateway.ipsec.kernel.
 *
 * A frame; numbers are big-endian, a length counts what follows it:
 *
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                   length (5 .. HNV_MAX_LENGTH)                |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |     type      |   request number ...                          |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |  ... of it    |   body ...
 *  +-+-+-+-+-+-+-+-+
 *
 * A request's number is not 0 and comes back with its answer, whose type is the request's with
 * HNV_ANSWER set and whose body begins with a status (u8, 0 = done). Notices carry number 0 and
 * have no answer. Whoever reads a malformed frame closes the connection.
 *
 * Parts of bodies:
 *   text, bytes   u16 length and so many bytes; text is UTF-8
 *   address       u8 length (4 or 16), the address
 *   host          address, u16 port
 *   selector      u8 IP protocol, u16 first port, u16 last port, address first, address last
 *   selectors     u16 count, selectors
 *   handle        u32, the plugin's own number of an SA; never used again on a connection
 *
 * First, both sides look at the other's credentials (SO_PEERCRED): root or their own user. The
 * plugin says HELLO; unless its answer's status is 0 the plugin closes and tries again later.
 *
 * What lives on a connection ends with it: handles, SPIs, SAs, traps. The plugin tells traps again
 * on the next connection, and has every CHILD_SA rekeyed; keys are never said twice.
 */
#ifndef PROTOCOL_H_
#define PROTOCOL_H_

#define HNV_MAGIC 0x484e564b /* "HNVK" */
#define HNV_PROTOCOL_VERSION 1
#define HNV_PLUGIN_VERSION "1"

/** Bytes that a frame's length may count. */
#define HNV_MIN_LENGTH 5
#define HNV_MAX_LENGTH 65536

#define HNV_ANSWER 0x80

/** Status of an answer. */
#define HNV_DONE 0

/* Requests of the plugin. */

/** u32 HNV_MAGIC, u16 protocol version, text charon's version, text plugin's version
 *  → status, u16 protocol version, text why not */
#define HNV_HELLO 1
/** handle, text connection, host local, host remote → status, u32 SPI */
#define HNV_GET_SPI 2
/** handle, u8 inbound, u32 SPI, u32 reqid, u32 CHILD_SA's number or 0, u32 if_id, text connection,
 *  host local, host remote, u8 UDP encapsulation, u8 ESN, u32 replay window, u32 TFC size,
 *  u8 copy DF, u8 copy ECN, u64 rekey bytes, u64 life bytes, u64 rekey packets, u64 life packets,
 *  selectors local, selectors remote, u16 encryption, u16 integrity (IKEv2 transform IDs),
 *  bytes encryption key, bytes integrity key → status
 *  The handle of an inbound SA is the one of its GET_SPI. The keys stand last. */
#define HNV_ADD_SA 3
/** handle, host local, host remote, u8 UDP encapsulation → status */
#define HNV_UPDATE_SA 4
/** handle → status, u64 bytes, u64 packets, u64 last use in seconds of
 *  CLOCK_MONOTONIC, 0 = never */
#define HNV_QUERY_SA 5
/** text connection, then parties → status, bytes key
 *  parties: text local identity, text remote identity, host local, host remote */
#define HNV_GET_PSK 6
/** text connection, parties → status; the peer has proved its identity */
#define HNV_AUTHORIZE 7

/* Notices of the plugin. */

/** handle: an SA or an SPI that became none has ended */
#define HNV_DELETE_SA 16
/** u32 reqid, u32 if_id, selectors local, selectors remote: ask with ACQUIRE if a packet fits */
#define HNV_ADD_TRAP 17
/** u32 reqid, u32 if_id */
#define HNV_DELETE_TRAP 18
/** u8 kind (HNV_EVENT_...), text connection or empty, parties, text for the operator */
#define HNV_EVENT 19

/* Notices of the gateway. */

/** u32 reqid: a packet met the trap */
#define HNV_ACQUIRE 64
/** handle, u8 hard: a limit is reached; soft = rekey, hard = end it */
#define HNV_EXPIRE 65
/** handle of an inbound SA, host remote: authenticated packets come from there now */
#define HNV_MAPPING 66

/* Kinds of events. */
#define HNV_EVENT_AUTHENTICATION 1
#define HNV_EVENT_IKE_PROPOSALS 2
#define HNV_EVENT_CHILD_PROPOSALS 3
#define HNV_EVENT_SELECTORS 4
#define HNV_EVENT_UNREACHABLE 5
#define HNV_EVENT_CERTIFICATE 6
#define HNV_EVENT_INSTALL 7
#define HNV_EVENT_EXPIRED 8

#endif /** PROTOCOL_H_ */
