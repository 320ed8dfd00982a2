/// The gateway's side of the UNIX socket that charon's plugin `kernel-hnv` connects to.
///
/// ```
///   charon ── kernel-hnv ──► KernelServer ── KernelConnection ──► KernelBackend
///                  ▲           one charon     frames, typed         what the gateway answers
///                  └────────── KernelSession ◄── acquire, expire, mapping
/// ```
///
/// The messages are described once, in `ipsec-s2s/kernel-hnv/protocol.h`. A frame is
///
/// ```
///    0                   1                   2                   3
///    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///   |           length of all that follows (5 .. 65536)             |
///   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///   |     type      |   request number ...                          |
///   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///   |  ... of it    |   body ...
///   +-+-+-+-+-+-+-+-+
/// ```
///
/// All of it runs on the server's one event loop; the backend is called there and must not block. A
/// malformed message ends the connection, and with it every SA that was learnt on it; the plugin
/// comes back in half a second and has all of them negotiated anew, so that no key is used by two
/// processes. Keys and PSKs are overwritten wherever they were copied to, and stand in no log.
@NullMarked
package io.hnvgateway.ipsec.kernel;

import org.jspecify.annotations.NullMarked;
