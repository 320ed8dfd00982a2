/// A veth pair for tests: one end here, the other in a network namespace of its own.
@NullMarked
package io.hnvgateway.dataplane.net;

import org.jspecify.annotations.NullMarked;
