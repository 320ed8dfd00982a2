@NullMarked
package io.hnvgateway.ipsec.esp;

import org.jspecify.annotations.NullMarked;
