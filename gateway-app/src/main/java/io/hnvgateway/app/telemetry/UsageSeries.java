package io.hnvgateway.app.telemetry;

import io.hnvgateway.compartments.UsageKind;
import io.hnvgateway.provider.resource.ConnectionType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The series of a tenant's usage, each with packets and bytes: those of [UsageKind], then one a
/// direction of each type of connection. Files keep them by name; positions are of one process.
final class UsageSeries {
    /// @param direction `in` is towards the tenant's VMs
    record Name(String kind, String direction) {
        String text() {
            return kind + "-" + direction;
        }
    }

    static final List<Name> ALL = all();
    static final int COUNT = ALL.size();

    private UsageSeries() {}

    @SuppressWarnings("EnumOrdinal") // positions within one process
    private static List<Name> all() {
        Name[] names = new Name[UsageKind.values().length + 2 * ConnectionType.values().length];
        for (UsageKind kind : UsageKind.values()) {
            names[position(kind)] = new Name(kind.label(), kind.direction());
        }
        for (ConnectionType type : ConnectionType.values()) {
            names[position(type, true)] = new Name(label(type), "in");
            names[position(type, false)] = new Name(label(type), "out");
        }
        return List.of(names);
    }

    private static String label(ConnectionType type) {
        return type.label().toLowerCase(Locale.ROOT);
    }

    @SuppressWarnings("EnumOrdinal") // as above
    static int position(UsageKind kind) {
        return kind.ordinal();
    }

    @SuppressWarnings("EnumOrdinal") // as above
    static int position(ConnectionType type, boolean in) {
        return UsageKind.values().length + 2 * type.ordinal() + (in ? 0 : 1);
    }

    /// Position of a name as files have it; -1 for one that this version does not know.
    static int position(String text) {
        List<String> texts = ALL.stream().map(Name::text).toList();
        return texts.indexOf(text);
    }

    /// The larger of each.
    static long[] most(long[] one, long[] other) {
        long[] most = Arrays.copyOf(one, one.length);
        for (int i = 0; i < most.length; i++) {
            most[i] = Math.max(most[i], other[i]);
        }
        return most;
    }

    /// Packets, then bytes, all 0.
    static long[] none() {
        return new long[2 * COUNT];
    }
}
