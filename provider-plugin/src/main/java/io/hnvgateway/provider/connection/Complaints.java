package io.hnvgateway.provider.connection;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.value.InvalidValueException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects faults of one connection string and says where they stand: `Workers (column 34)`.
final class Complaints {
    private final String text;
    private final List<Complaint> complaints = new ArrayList<>();

    Complaints(String text) {
        this.text = text;
    }

    void add(String key, int offset, String rule, String hint) {
        complaints.add(new Complaint(offset, new Fault(place(key, offset), "", rule, hint)));
    }

    void add(ConnectionKey<?> key, Pair pair, InvalidValueException broken) {
        String place = place(key.label(), pair.valueOffset());
        complaints.add(new Complaint(pair.valueOffset(), broken.at(place, pair.value())));
    }

    /// In the order of the text.
    List<Fault> faults() {
        return complaints.stream()
                .sorted(Comparator.comparingInt(Complaint::offset))
                .map(Complaint::fault)
                .toList();
    }

    boolean isEmpty() {
        return complaints.isEmpty();
    }

    String place(String key, int offset) {
        int lineStart = text.lastIndexOf('\n', offset - 1) + 1;
        long line = text.substring(0, lineStart).chars().filter(c -> c == '\n').count() + 1;
        String where = "column " + (offset - lineStart + 1);
        String place = text.indexOf('\n') < 0 ? where : "line " + line + ", " + where;
        String shown = key.length() <= 40 ? key : key.substring(0, 37) + "...";
        return shown.isEmpty() ? place : shown + " (" + place + ")";
    }

    private record Complaint(int offset, Fault fault) {}
}
