/// Capture files, read and written: pcapng with one interface per port (draft-ietf-opsawg-pcapng),
/// and classic pcap for reading (draft-ietf-opsawg-pcap). Ethernet only.
@NullMarked
package io.hnvgateway.lab.capture;

import org.jspecify.annotations.NullMarked;
