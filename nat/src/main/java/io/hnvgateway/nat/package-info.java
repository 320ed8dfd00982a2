/// Mappings, sessions, filtering, static and 1:1 rules.
@NullMarked
package io.hnvgateway.nat;

import org.jspecify.annotations.NullMarked;
