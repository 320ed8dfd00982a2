/// Compartments by RDID: interfaces, routes, neighbours, lookup records, forwarding stages.
@NullMarked
package io.hnvgateway.compartments;

import org.jspecify.annotations.NullMarked;
