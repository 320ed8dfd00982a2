/// Packets a second, and CPU time a packet, of both ways through a gateway: tunnel → NAT → plain
/// Ethernet ("up"), and back ("down"). Which device forwards which packets in a run says
/// [io.hnvgateway.benchmarks.forward.Matrix]; [io.hnvgateway.benchmarks.traffic] says how it is
/// measured.
@NullMarked
package io.hnvgateway.benchmarks.forward;

import org.jspecify.annotations.NullMarked;
