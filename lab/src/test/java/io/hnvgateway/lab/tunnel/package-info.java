/// Tunnels of tenants to their own sites, through the whole gateway to real peers.
@NullMarked
package io.hnvgateway.lab.tunnel;

import org.jspecify.annotations.NullMarked;
