/// Probes of the gateway's surroundings, for the controller's Test step and for operators.
@NullMarked
package io.hnvgateway.app.probe;

import org.jspecify.annotations.NullMarked;
