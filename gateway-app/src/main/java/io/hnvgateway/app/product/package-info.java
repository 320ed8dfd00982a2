/// What this program is called by, and by others of its kind.
@NullMarked
package io.hnvgateway.app.product;

import org.jspecify.annotations.NullMarked;
