/// The property that the product stands on: tenants with the same addresses never meet, whatever
/// they, their hosts and the outside send. Random networks of both families, hostile frames, and a
/// judge that knows nothing of the gateway's code; it must have seen every kind of frame leave, so
/// that the test cannot pass for want of traffic.
@NullMarked
package io.hnvgateway.lab.isolation;

import org.jspecify.annotations.NullMarked;
