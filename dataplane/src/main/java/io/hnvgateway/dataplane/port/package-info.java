/// What all kinds of ports have in common: statistics, the descriptors to wait on, closing; and the
/// port of tests, [InMemoryPort]. A port belongs to one worker thread; its statistics may be read
/// by any.
@NullMarked
package io.hnvgateway.dataplane.port;

import org.jspecify.annotations.NullMarked;
