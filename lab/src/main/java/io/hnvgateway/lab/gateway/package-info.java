/// The product as the lab sees it: a process started from a connection string, driven by `hnvctl`
/// and by desired state in JSON, as an operator does.
@NullMarked
package io.hnvgateway.lab.gateway;

import org.jspecify.annotations.NullMarked;
