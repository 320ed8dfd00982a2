package io.hnvgateway.app.view;

import io.hnvgateway.app.control.ControlException;
import io.hnvgateway.app.control.Rows;
import io.hnvgateway.app.core.GatewayCore;
import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.dataplane.worker.Worker;
import io.hnvgateway.nat.NatSessionView;
import io.hnvgateway.nat.NatStage;
import io.hnvgateway.nat.Quota;
import io.hnvgateway.packet.IpProtocol;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// NAT sessions, asked of the workers that own them.
final class SessionRows {
    private static final int MOST = 10_000;
    private static final long WAIT_SECONDS = 5;

    private final GatewayCore core;
    private final List<Worker> workers;

    SessionRows(GatewayCore core, List<Worker> workers) {
        this.core = core;
        this.workers = List.copyOf(workers);
    }

    List<Rows.Session> of(List<Compartment> compartments) throws ControlException {
        Map<Integer, String> names = new HashMap<>();
        compartments.forEach(c -> names.put(c.index(), c.identity().name()));
        BitSet indices = new BitSet();
        compartments.forEach(c -> indices.set(c.index()));
        return list(indices).stream()
                .map(s -> row(names.getOrDefault(s.compartment(), ""), s))
                .toList();
    }

    /// Slice by slice, so that the worker's packets do not wait.
    private List<NatSessionView> list(BitSet compartments) throws ControlException {
        List<NatSessionView> sessions = new ArrayList<>();
        for (int i = 0; i < workers.size(); i++) {
            int worker = i;
            int next = 0;
            while (next >= 0 && sessions.size() < MOST) {
                int from = next;
                next = ask(worker, () -> slice(worker, from, compartments, sessions));
            }
        }
        return sessions.size() > MOST ? sessions.subList(0, MOST) : sessions;
    }

    private int slice(int worker, int from, BitSet compartments, List<NatSessionView> sessions) {
        NatStage nat = core.pipeline(worker).nat();
        return nat.forEachSession(from, compartments, System.nanoTime(), sessions::add);
    }

    int count() throws ControlException {
        int count = 0;
        for (int i = 0; i < workers.size(); i++) {
            int worker = i;
            count += ask(worker, () -> core.pipeline(worker).nat().sessions());
        }
        return count;
    }

    /// Sessions of each compartment, which the workers count together.
    List<Integer> counts(List<Compartment> compartments) {
        return compartments.stream().map(c -> core.nat().used(c.index(), Quota.SESSIONS)).toList();
    }

    private <T> T ask(int worker, Supplier<T> question) throws ControlException {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (!workers.get(worker).send(() -> answer.complete(question.get()))) {
            throw new ControlException("the worker has too many commands waiting; try again");
        }
        try {
            return answer.get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException _) {
            throw new ControlException("the worker did not answer");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new ControlException("interrupted");
        }
    }

    private static Rows.Session row(String tenant, NatSessionView session) {
        return new Rows.Session(
                tenant,
                protocol(session.protocol()),
                session.endpoints().inside().toString(),
                session.endpoints().external().toString(),
                session.endpoints().remote().toString(),
                session.state(),
                session.idleSeconds(),
                session.carried().packetsOut(),
                session.carried().bytesOut(),
                session.carried().packetsIn(),
                session.carried().bytesIn());
    }

    private static String protocol(int protocol) {
        return switch (protocol) {
            case IpProtocol.TCP -> "tcp";
            case IpProtocol.UDP -> "udp";
            case IpProtocol.ICMP -> "icmp";
            default -> Integer.toString(protocol);
        };
    }
}
