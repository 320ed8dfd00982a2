/// A gateway whose process ends, in every way that it can, under traffic that can tell.
@NullMarked
package io.hnvgateway.lab.restart;

import org.jspecify.annotations.NullMarked;
