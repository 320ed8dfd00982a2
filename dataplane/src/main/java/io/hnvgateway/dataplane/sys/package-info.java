/// System calls through `java.lang.foreign`. Everything of the kernel that the data plane needs
/// passes through [Libc], which returns a result or `-errno`, and never throws;
/// [SystemCallException] is made where a failure is final. Pointers travel as absolute addresses
/// (`long`), so that a call on the hot path allocates nothing.
@NullMarked
package io.hnvgateway.dataplane.sys;

import org.jspecify.annotations.NullMarked;
