/// Test hosts in network namespaces, golden cases, the demo.
@NullMarked
package io.hnvgateway.lab;

import org.jspecify.annotations.NullMarked;
