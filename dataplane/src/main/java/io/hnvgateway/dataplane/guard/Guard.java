package io.hnvgateway.dataplane.guard;

import io.hnvgateway.dataplane.steering.PortPolicy;
import io.hnvgateway.dataplane.steering.SteeringChange;
import io.hnvgateway.dataplane.steering.SteeringPolicy;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the guard's tables, each change in one nftables transaction. Owner: one control thread.
///
/// Tables and chains are written by the nft program; elements, which come and go with the tenants,
/// by batches from within this process. Closing leaves the tables.
public final class Guard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    private final List<GuardTable> tables;
    private final NfTables nfTables = new NfTables();
    private boolean forwardingClosed = true;

    public Guard(List<String> devices) {
        tables = devices.stream().map(GuardTable::new).toList();
    }

    /// Sets up tables and chains and adds what `policy` names. What an earlier process guarded
    /// stays guarded until the first [#replace], so that a restart opens nothing.
    ///
    /// @return whether nothing else is guarded now
    /// @throws GuardException if it cannot; what was guarded before is
    boolean setUp(SteeringPolicy policy) {
        String ruleset = Nft.runTersely("list ruleset netdev\n");
        List<GuardTable> standing =
                tables.stream().filter(table -> table.standsIn(ruleset)).toList();
        try {
            run(table -> table.setUp(policy, forwardingClosed));
            return standing.isEmpty();
        } catch (GuardException e) {
            LOG.info("The guard is set up anew: {}", e.getMessage());
            replaceAsFarAsTheKernelCan(policy);
            return true;
        }
    }

    /// Without the kernel's `fib` expression what the host would forward cannot be told from what
    /// is for the host; all else is guarded.
    private void replaceAsFarAsTheKernelCan(SteeringPolicy policy) {
        try {
            replace(policy);
        } catch (GuardException e) {
            forwardingClosed = false;
            replace(policy);
            LOG.warn(
                    "event=guard-forwarding-open reason=\"{}\" hint=\"net.ipv4.ip_forward=0 and"
                            + " net.ipv6.conf.all.forwarding=0\"",
                    e.getMessage());
        }
    }

    /// Guards what a change adds too.
    ///
    /// @throws GuardException if it does not; what was guarded before is
    void add(SteeringChange change, Map<String, PortPolicy> ports) {
        run(table -> table.missingSets(change, ports)); // rare: the first prefix of its length
        ElementBatch batch = new ElementBatch();
        tables.forEach(table -> table.add(change, ports, batch));
        nfTables.commit(batch);
    }

    /// Guards no more what a change removes.
    ///
    /// @throws GuardException if all of it is guarded still
    void remove(SteeringChange change, Map<String, PortPolicy> ports) {
        ElementBatch batch = new ElementBatch();
        tables.forEach(table -> table.remove(change, ports, batch));
        nfTables.commit(batch);
    }

    /// Guards what `policy` names and nothing else.
    void replace(SteeringPolicy policy) {
        run(table -> table.replacement(policy, forwardingClosed));
    }

    private void run(Function<GuardTable, String> script) {
        String all = tables.stream().map(script).collect(Collectors.joining());
        if (!all.isEmpty()) {
            Nft.run(all);
        }
        tables.forEach(GuardTable::scriptExecuted);
    }

    @Override
    public void close() {
        nfTables.close();
    }

    /// Removes the tables of these devices, if they exist.
    public static void detach(Collection<String> devices) {
        Nft.run(
                devices.stream()
                        .map(device -> new GuardScript(device).removal())
                        .collect(Collectors.joining()));
    }

    /// Devices with a guard, whether or not they exist still.
    public static List<String> guardedDevices() {
        return Nft.run("list tables netdev\n")
                .lines()
                .map(line -> line.replaceFirst("^table netdev ", "").strip())
                .filter(GuardScript::isTable)
                .map(GuardScript::deviceOf)
                .toList();
    }
}
