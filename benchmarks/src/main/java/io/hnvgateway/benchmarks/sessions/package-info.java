/// How many new NAT sessions a second a gateway takes, when each packet is the first of a flow.
@NullMarked
package io.hnvgateway.benchmarks.sessions;

import org.jspecify.annotations.NullMarked;
