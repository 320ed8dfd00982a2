package io.hnvgateway.dataplane.cores;

import io.hnvgateway.dataplane.sys.Affinity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/// Gives each worker a core of its own: first those that take no receive interrupts of the ports,
/// of these first the ones on the ports' NUMA node, and of these last the ones that share their
/// execution units (SMT) with a core of the former or of another worker. Where no port tells where
/// its frames arrive, the first core is left to the kernel.
public final class CoreChoice {
    private final KernelFiles files;
    private final NavigableSet<Integer> allowed;
    private final ReceiveCores receive;
    private final NavigableSet<Integer> near;

    /// Cores that frames arrive on, or may well do.
    private final NavigableSet<Integer> avoided;

    private final Set<Integer> taken = new TreeSet<>();

    CoreChoice(KernelFiles files, Collection<String> devices, NavigableSet<Integer> allowed) {
        this.files = files;
        this.allowed = allowed;
        receive = ReceiveCores.of(files, devices);
        near = nearest();
        avoided =
                receive.known().isEmpty()
                        ? new TreeSet<>(allowed.stream().limit(1).toList())
                        : receive.cores();
    }

    /// For this process as it may run now, which its CPU set and its starter's affinity limit.
    ///
    /// @param devices of the data path
    public static List<WorkerCore> choose(Collection<String> devices, int workers) {
        return new CoreChoice(KernelFiles.OF_HOST, devices, Affinity.ofThread()).choose(workers);
    }

    /// Those of these cores that a thread of this process cannot be bound to.
    public static List<Integer> refused(List<Integer> cores) {
        return cores.stream().filter(core -> !Affinity.permits(core)).toList();
    }

    /// The cores that this process starts with, as `0-3,8`.
    public static String permitted() {
        return CoreSet.text(Affinity.ofThread());
    }

    /// As an operator says.
    public static List<WorkerCore> byHand(List<Integer> cores) {
        return cores.stream()
                .map(core -> new WorkerCore(core, "the connection string says so"))
                .toList();
    }

    /// Bound to none, as an operator says.
    public static List<WorkerCore> none(int workers) {
        return Collections.nCopies(workers, WorkerCore.any("the connection string says so"));
    }

    List<WorkerCore> choose(int workers) {
        List<WorkerCore> chosen = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            chosen.add(next());
        }
        return List.copyOf(chosen);
    }

    private WorkerCore next() {
        if (allowed.size() == 1) {
            return WorkerCore.any("core " + allowed.first() + " is the only one");
        }
        List<Integer> free = allowed.stream().filter(core -> !taken.contains(core)).toList();
        if (free.isEmpty()) {
            return WorkerCore.any("there are more workers than cores");
        }
        int core = free.stream().min(order()).orElseThrow();
        String reason = reason(core);
        taken.add(core);
        return new WorkerCore(core, reason);
    }

    private Comparator<Integer> order() {
        Comparator<Integer> byInterrupts = Comparator.comparing(avoided::contains);
        return byInterrupts
                .thenComparing(core -> !near.contains(core))
                .thenComparing(this::isBesideBusy)
                .thenComparing(Comparator.naturalOrder());
    }

    /// All, where the ports' nodes are not known.
    private NavigableSet<Integer> nearest() {
        NavigableSet<Integer> cores = new TreeSet<>();
        for (int node : receive.nodes()) {
            cores.addAll(
                    CoreSet.ofList(
                            KernelFiles.text(
                                    files.sys()
                                            .resolve(
                                                    "devices/system/node/node"
                                                            + node
                                                            + "/cpulist"))));
        }
        return cores.isEmpty() ? allowed : cores;
    }

    private boolean isBesideBusy(int core) {
        return CoreSet.ofList(
                        KernelFiles.text(
                                files.sys()
                                        .resolve(
                                                "devices/system/cpu/cpu%d/topology/thread_siblings_list"
                                                        .formatted(core))))
                .stream()
                .anyMatch(sibling ->
                        sibling != core && (avoided.contains(sibling) || taken.contains(sibling)));
    }

    private String reason(int core) {
        StringBuilder reason = new StringBuilder(interrupts(core));
        if (!near.contains(core)) {
            reason.append("; none is left on the ports' NUMA node ")
                    .append(CoreSet.text(receive.nodes()));
        } else if (!receive.nodes().isEmpty()) {
            reason.append("; on the ports' NUMA node");
        }
        if (isBesideBusy(core)) {
            reason.append("; beside a busy SMT sibling");
        }
        return reason.toString();
    }

    private String interrupts(int core) {
        if (receive.known().isEmpty()) {
            return avoided.contains(core)
                    ? "no other core is left"
                    : "where the ports' frames arrive is not known, core %d is left to the kernel"
                            .formatted(avoided.first());
        }
        String where =
                "receive interrupts of %s (cores %s)"
                        .formatted(
                                String.join(", ", receive.known()), CoreSet.text(receive.cores()));
        return avoided.contains(core)
                ? "shares with " + where + ": no other core is left"
                : "away from " + where;
    }
}
