/// Packet I/O: how frames come to a worker and leave it.
///
/// [DataPathOpener] opens a [DataPath] for the given devices: native AF_XDP where the drivers allow
/// (`xdp`), else AF_PACKET (`afpacket`); both look alike from outside: ports, one pool of frames,
/// the tables' memory, steering, statistics. Around them: `steering` (whose frame is it), `guard`
/// (what the host's stack must never see), `worker` (the thread that turns), `netlink` (the
/// kernel's routes and neighbours), `sys` (system calls).
///
/// Threads: opening, closing and steering belong to one control thread, ports and pool to one
/// worker. Order of closing: worker first, then the data path.
@NullMarked
package io.hnvgateway.dataplane;

import org.jspecify.annotations.NullMarked;
