/// The connection string against the host that it names: do its interfaces exist, whose are its
/// addresses. Looks at one state of the kernel's mirror; every fault at once, in the form of the
/// connection string's own faults.
@NullMarked
package io.hnvgateway.app.host;

import org.jspecify.annotations.NullMarked;
