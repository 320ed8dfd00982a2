@NullMarked
package io.hnvgateway.app.tunnels;

import org.jspecify.annotations.NullMarked;
