/// Traffic that can tell what was lost: a datagram stream whose packets are numbered, a connection
/// whose bytes are summed at both ends. They run, both directions at once, through whatever is done
/// to the gateway meanwhile.
///
/// [io.hnvgateway.lab.stream.StreamRun] starts one program ([io.hnvgateway.lab.stream.StreamMain])
/// a namespace, with all ends of streams in it, and reads what they print. All clocks are the
/// machine's monotonic one, so times of different processes compare.
@NullMarked
package io.hnvgateway.lab.stream;

import org.jspecify.annotations.NullMarked;
