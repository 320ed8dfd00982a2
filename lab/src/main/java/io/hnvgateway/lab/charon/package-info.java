/// charon in the lab: the gateway's, with the plugin kernel-hnv, and those of the customers' VPN
/// devices, which do ESP themselves. Each has its own configuration, sockets and log, in the
/// directory of the run.
@NullMarked
package io.hnvgateway.lab.charon;

import org.jspecify.annotations.NullMarked;
