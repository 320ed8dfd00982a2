package io.hnvgateway.app.observe;

import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.compartments.LookupRecord;
import io.hnvgateway.packet.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One network as configured, and what was observed in it. Guarded by [Observations].
final class ObservedNetwork {
    /// Where a host said that a VM went.
    ///
    /// @param configured the record as it stood then: another one ends the redirect
    private record Redirect(LookupRecord configured, IpAddress providerAddress) {}

    private final TenantNetwork configured;
    private final LearnedAddresses learned;
    private final Map<IpAddress, Redirect> redirects = new HashMap<>();
    private final Set<IpAddress> stale = new HashSet<>();

    /// A network of which nothing was observed.
    ObservedNetwork(TenantNetwork configured) {
        this(configured, new LearnedAddresses());
    }

    private ObservedNetwork(TenantNetwork configured, LearnedAddresses learned) {
        this.configured = configured;
        this.learned = learned;
    }

    /// What remains of the observations under another configuration: what it says of a record ends
    /// what was observed of it.
    ObservedNetwork under(TenantNetwork next) {
        ObservedNetwork after = new ObservedNetwork(next, new LearnedAddresses());
        Set<LookupRecord> records = Set.copyOf(next.lookupRecords());
        learned.all()
                .forEach((address, known) -> {
                    LookupRecord fixed = after.record(address);
                    boolean open = fixed == null || fixed.kind() == LookupRecord.Kind.DYNAMIC;
                    if (open && records.contains(known.holder())) {
                        after.learned.put(address, known);
                    }
                });
        redirects.forEach((address, redirect) -> {
            if (records.contains(redirect.configured)) {
                after.redirects.put(address, redirect);
            }
        });
        stale.stream().filter(a -> after.record(a) != null).forEach(after.stale::add);
        return after;
    }

    TenantNetwork configured() {
        return configured;
    }

    LearnedAddresses learned() {
        return learned;
    }

    /// The VM with this MAC behind this host in this virtual subnet, as configured: its L2_ONLY
    /// record, else any of its records; null when there is none.
    @Nullable LookupRecord vm(int vsid, long mac, IpAddress providerAddress) {
        LookupRecord found = null;
        for (LookupRecord record : configured.lookupRecords()) {
            boolean fits =
                    record.vsid().value() == vsid
                            && record.mac().bits() == mac
                            && currentPlace(record).equals(providerAddress)
                            && record.kind() != LookupRecord.Kind.GATEWAY_WILDCARD;
            if (fits && (found == null || record.kind() == LookupRecord.Kind.L2_ONLY)) {
                found = record;
            }
        }
        return found;
    }

    /// Whether the configuration lets another VM take the address over.
    boolean mayMove(IpAddress address) {
        LookupRecord record = record(address);
        return record == null || record.kind() == LookupRecord.Kind.DYNAMIC;
    }

    /// A host said where a VM went.
    ///
    /// @return whether that is news
    boolean redirect(IpAddress customerAddress, IpAddress providerAddress) {
        LookupRecord record = holder(customerAddress);
        if (record == null) {
            return false;
        }
        stale.remove(customerAddress);
        if (record.providerAddress().equals(providerAddress)) {
            return redirects.remove(customerAddress) != null;
        }
        Redirect next = new Redirect(record, providerAddress);
        return !next.equals(redirects.put(customerAddress, next));
    }

    /// A host said that it does not know the VM.
    ///
    /// @return whether that is news
    boolean unreachable(IpAddress customerAddress) {
        return holder(customerAddress) != null && stale.add(customerAddress);
    }

    /// Addresses whose host said that it does not know them.
    Set<IpAddress> stale() {
        return Set.copyOf(stale);
    }

    private @Nullable LookupRecord holder(IpAddress customerAddress) {
        LearnedAddresses.Learned known = learned.all().get(customerAddress);
        return known == null ? record(customerAddress) : known.holder();
    }

    private @Nullable LookupRecord record(IpAddress customerAddress) {
        return configured.lookupRecords().stream()
                .filter(r ->
                        r.namesCustomerAddress() && customerAddress.equals(r.customerAddress()))
                .findFirst()
                .orElse(null);
    }

    /// The network as it is now believed to be.
    TenantNetwork believed() {
        if (learned.size() == 0 && redirects.isEmpty()) {
            return configured;
        }
        Map<IpAddress, LearnedAddresses.Learned> known = learned.all();
        List<LookupRecord> records = new ArrayList<>();
        for (LookupRecord record : configured.lookupRecords()) {
            if (!record.namesCustomerAddress() || !known.containsKey(record.customerAddress())) {
                records.add(placed(record));
            }
        }
        learned.records().forEach(record -> records.add(placed(record)));
        return configured.withLookupRecords(records);
    }

    private LookupRecord placed(LookupRecord record) {
        return record.at(currentPlace(record));
    }

    private IpAddress currentPlace(LookupRecord record) {
        Redirect redirect = redirects.get(record.customerAddress());
        return redirect == null ? record.providerAddress() : redirect.providerAddress;
    }
}
