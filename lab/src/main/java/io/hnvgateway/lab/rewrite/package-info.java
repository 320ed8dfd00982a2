/// A host of the provider that uses HNV's second mechanism, IP rewrite: no encapsulation, customer
/// and provider address of a VM are exchanged in the IP header. Made of the kernel's nftables,
/// which share nothing with the gateway.
@NullMarked
package io.hnvgateway.lab.rewrite;

import org.jspecify.annotations.NullMarked;
