/// AF_XDP: frames by rings that kernel and worker share, and the XDP program that picks them.
///
/// [XdpProgram] loads `hnv_xdp.bpf.o` through libbpf (foreign-function calls, no libxdp: rings and
/// sockets are few lines, and one program serves all devices). [XskSocket] is one socket for one
/// receive queue; all share one UMEM, so that a frame received on one device leaves by another
/// without a copy. With a directory of a bpffs ([Pins]) maps and links outlive the process, and the
/// next one goes on with them if they are the same tables ([Adoption]); a program without a
/// [heartbeat][io.hnvgateway.dataplane.Heartbeat] drops what is the gateway's. Without pins all
/// ends with the process, and then the guard stands alone.
///
/// Rings: the worker is the consumer of receive and completion ring and the producer of fill and
/// transmit ring. Indexes are read with acquire and written with release; descriptors that the
/// kernel wrote are checked against the UMEM before use.
///
/// Kernel documentation: Documentation/networking/af_xdp.rst.
@NullMarked
package io.hnvgateway.dataplane.xdp;

import org.jspecify.annotations.NullMarked;
