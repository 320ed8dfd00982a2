/// What all parts of the gateway's kept state share: the tables' identity, the version of their
/// layout, and the seal of a record.
///
/// Tables and records lie in memory that outlives the process. The next process proves them before
/// it goes on with them: that they belong together ([TableIdentity]), that it reads them as they
/// were written ([LayoutVersion]), and record by record that each was written to its end ([Seal]).
@NullMarked
package io.hnvgateway.packet.checkpoint;

import org.jspecify.annotations.NullMarked;
