/// Packet I/O (AF_XDP, AF_PACKET, in memory), UMEM, workers, XDP program and loader, netlink.
@NullMarked
package io.hnvgateway.dataplane;

import org.jspecify.annotations.NullMarked;
