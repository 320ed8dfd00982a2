package io.hnvgateway.app.observe;

import io.hnvgateway.compartments.LookupRecord;
import io.hnvgateway.packet.IpAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The customer addresses that one network's VMs announced, each with the record of the VM that
/// holds it. Least recently seen first, so ageing looks at the front only.
///
/// An address has one holder until it ages: whoever else announces it meanwhile is in conflict, so
/// two VMs with one address never make it flap. Guarded by [Observations].
final class LearnedAddresses {
    /// What became of an announcement.
    enum Outcome {
        NEW,
        /// Known already; its age begins anew.
        KNOWN,
        /// Another VM holds the address.
        CONFLICT,
        /// The network has as many learned addresses as it may have.
        FULL
    }

    /// A learned address.
    ///
    /// @param holder as configured: names MAC, virtual subnet and provider address
    record Learned(LookupRecord holder, long seenNs) {}

    private final Map<IpAddress, Learned> byAddress = new LinkedHashMap<>();

    /// A VM announced an address.
    ///
    /// @param limit learned addresses that the network may have
    Outcome learn(IpAddress address, LookupRecord holder, int limit, long nowNs) {
        Learned known = byAddress.get(address);
        if (known != null && !known.holder.equals(holder)) {
            return Outcome.CONFLICT;
        }
        if (known == null && byAddress.size() >= limit) {
            return Outcome.FULL;
        }
        byAddress.remove(address);
        byAddress.put(address, new Learned(holder, nowNs));
        return known == null ? Outcome.NEW : Outcome.KNOWN;
    }

    /// Forgets what was not announced for so long.
    ///
    /// @return what was forgotten
    Map<IpAddress, Learned> expire(long ageNs, long nowNs) {
        Map<IpAddress, Learned> expired = new LinkedHashMap<>();
        byAddress.forEach((address, learned) -> {
            if (nowNs - learned.seenNs >= ageNs) {
                expired.put(address, learned);
            }
        });
        byAddress.keySet().removeAll(expired.keySet());
        return expired;
    }

    /// Takes over what was learned before.
    void put(IpAddress address, Learned known) {
        byAddress.put(address, known);
    }

    /// Gives an address to another VM if the one that has it was silent for so long.
    ///
    /// @return whether it has another holder now
    boolean move(IpAddress address, LookupRecord holder, long silenceNs, long nowNs) {
        Learned known = byAddress.get(address);
        if (known == null || nowNs - known.seenNs < silenceNs) {
            return false;
        }
        byAddress.remove(address);
        byAddress.put(address, new Learned(holder, nowNs));
        return true;
    }

    /// The holder of an address and its age.
    Map<IpAddress, Learned> all() {
        return Collections.unmodifiableMap(byAddress);
    }

    int size() {
        return byAddress.size();
    }

    /// A record for each learned address: the holder's with the address in it.
    List<LookupRecord> records() {
        return byAddress.entrySet().stream()
                .map(e -> withAddress(e.getValue().holder, e.getKey()))
                .toList();
    }

    private static LookupRecord withAddress(LookupRecord holder, IpAddress address) {
        return new LookupRecord(
                holder.name(),
                address,
                holder.vsid(),
                holder.mac(),
                holder.providerAddress(),
                LookupRecord.Kind.DYNAMIC,
                holder.rule());
    }
}
