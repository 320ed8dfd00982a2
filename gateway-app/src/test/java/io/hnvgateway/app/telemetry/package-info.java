@NullMarked
package io.hnvgateway.app.telemetry;

import org.jspecify.annotations.NullMarked;
