/// The gateway without its surroundings: tables, compiler, neighbours and pipeline over whatever
/// ports, memory and mirror of the kernel it is given. The process wires it to real ones, tests to
/// those in memory.
@NullMarked
package io.hnvgateway.app.core;

import org.jspecify.annotations.NullMarked;
