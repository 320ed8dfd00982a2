/// `hnvctl`, the operator's tool: one class a command, each a request over the control socket
/// ([io.hnvgateway.app.control]) and a way to print its answer.
///
/// Exit codes: 0 done; 1 the gateway refused, its faults stand on standard error, one a line; 2 the
/// command line is wrong or no gateway answers. `--json` prints the answer's `result` for programs.
/// Loads no configuration and needs nothing but the socket, except `detach`, which works on the
/// host itself and only when no gateway runs.
@NullMarked
package io.hnvgateway.app.ctl;

import org.jspecify.annotations.NullMarked;
