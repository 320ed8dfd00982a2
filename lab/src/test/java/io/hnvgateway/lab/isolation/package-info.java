/// The property that the product stands on: tenants with the same addresses never meet, whatever
/// they and the outside send. Random networks, hostile frames, and a judge that knows nothing of
/// the gateway's code.
@NullMarked
package io.hnvgateway.lab.isolation;

import org.jspecify.annotations.NullMarked;
