/// What the demo proves, a class each, with real traffic. A proof looks at what arrived, where and
/// from whom; it takes at most about twenty seconds, and says in one line what it saw.
@NullMarked
package io.hnvgateway.lab.proof;

import org.jspecify.annotations.NullMarked;
