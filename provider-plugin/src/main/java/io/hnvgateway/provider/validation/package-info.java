/// The rules that a desired state must keep, beyond the form of single values. One small class for
/// each resource or concern; each looks at the whole state and reports every fault that it sees.
/// Rules know the connection string (pool, limits, permissions) and
/// [io.hnvgateway.provider.validation.HostFacts] (addresses that the host owns).
///
/// Values that the gateway assigns itself (null in the records) are filled in before; a rule that
/// meets one that is still missing passes over it.
@NullMarked
package io.hnvgateway.provider.validation;

import org.jspecify.annotations.NullMarked;
