/// What is told to whoever started the process, by the protocol of sd_notify(3): that it forwards,
/// what it does, that it ends, and that it is alive.
///
/// The watchdog is fed only while every worker and the conductor turn: a JVM that lives and
/// forwards nothing is restarted. Without `NOTIFY_SOCKET` in the environment nothing is loaded and
/// nothing is sent. All sockets and timers are of the thread `supervise`.
@NullMarked
package io.hnvgateway.app.supervise;

import org.jspecify.annotations.NullMarked;
