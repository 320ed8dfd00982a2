/// BGP between tenants' routers and speakers: real sockets, real processes, in namespaces that the
/// tests make and remove.
@NullMarked
package io.hnvgateway.lab.bgp;

import org.jspecify.annotations.NullMarked;
