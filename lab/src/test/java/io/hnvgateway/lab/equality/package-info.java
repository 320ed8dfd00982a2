/// The XDP program and the pipeline in Java run over the same frames, with the same flow table,
/// adjacencies, generations and steering in mapped memory: what the program executes must be what
/// Java makes of it, byte for byte, and what it does not execute must be for a listed reason.
@NullMarked
package io.hnvgateway.lab.equality;

import org.jspecify.annotations.NullMarked;
