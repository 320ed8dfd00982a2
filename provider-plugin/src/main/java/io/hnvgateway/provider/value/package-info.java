/// Values as they stand in connection strings and resources: text to typed value, with the broken
/// rule and a hint for a text that is none. The types are this module's own, since it depends on no
/// other module; the gateway turns them into those of the data path when it compiles a snapshot.
@NullMarked
package io.hnvgateway.provider.value;

import org.jspecify.annotations.NullMarked;
