@NullMarked
package io.hnvgateway.ipsec.cipher;

import org.jspecify.annotations.NullMarked;
