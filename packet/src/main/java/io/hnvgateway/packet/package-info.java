/// Wire formats, checksums, Packet, Verdict, DropReason; packet.flow: the flow table.
@NullMarked
package io.hnvgateway.packet;

import org.jspecify.annotations.NullMarked;
