/// Tunnels between tenants' offices and the gateway, with real traffic.
@NullMarked
package io.hnvgateway.lab.tunnel;

import org.jspecify.annotations.NullMarked;
