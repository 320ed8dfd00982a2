@NullMarked
package io.hnvgateway.app.events;

import org.jspecify.annotations.NullMarked;
