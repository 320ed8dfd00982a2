@NullMarked
package io.hnvgateway.dataplane;

import org.jspecify.annotations.NullMarked;
