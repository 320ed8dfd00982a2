/// What the gateway keeps for the process after it: a file in memory,
/// `RuntimeDirectory`/checkpoint, mode 0600, mapped for as long as the gateway runs.
///
/// ```
/// +--------+--------------+-------------+-----------------------------+
/// | header | compartments | adjacencies | nat: the workers' records   |
/// +--------+--------------+-------------+-----------------------------+
/// ```
///
/// Nothing is saved at the end: whoever owns a record writes it where it lies, so what is there
/// after a crash is what was there at that moment. The next process proves the header as a whole
/// and each record by its seal; what does not fit is a clean start, or a refused record. Offsets:
/// [io.hnvgateway.app.process.checkpoint.CheckpointLayout].
///
/// The file's pages are taken when it is made, all of them: a file system that is full later on
/// must not end the gateway by SIGBUS.
///
/// Who writes: the header's identity nobody after the start; compartments and VMs whoever holds the
/// compiler's lock; neighbours whoever holds their table's; NAT's records their workers.
@NullMarked
package io.hnvgateway.app.process.checkpoint;

import org.jspecify.annotations.NullMarked;
