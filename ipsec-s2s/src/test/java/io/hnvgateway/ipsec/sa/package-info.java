@NullMarked
package io.hnvgateway.ipsec.sa;

import org.jspecify.annotations.NullMarked;
