/// Real interfaces for tests: a veth pair, its other end in a network namespace of its own.
@NullMarked
package io.hnvgateway.dataplane.net;

import org.jspecify.annotations.NullMarked;
