/// Network namespaces, the veth pairs between them and the processes in them.
///
/// A [io.hnvgateway.lab.netns.LabRun] owns a directory `/run/hnv-lab/<pid>` that names its owner
/// and its namespaces. Interfaces are made inside namespaces and every process of the lab runs
/// inside one, so ending the processes of the listed namespaces and deleting these removes
/// everything: `sweep.sh` does it, for one's own run at the end and for the runs of dead owners at
/// the next start. A namespace is written down before it is made. What programs pin lies in a BPF
/// file system that a process of their namespace holds ([io.hnvgateway.lab.netns.PinKeeper]), and
/// goes with it.
@NullMarked
package io.hnvgateway.lab.netns;

import org.jspecify.annotations.NullMarked;
