package io.hnvgateway.app.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.StreamSupport;

/// Flat JSON objects as an aligned table: a column for each key, numbers to the right.
final class Table {
    private static final String GAP = "  ";

    private final List<String> columns;
    private final List<JsonNode> rows;

    private Table(List<String> columns, List<JsonNode> rows) {
        this.columns = columns;
        this.rows = rows;
    }

    static Table of(JsonNode rows) {
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> row.fieldNames().forEachRemaining(columns::add));
        return new Table(
                List.copyOf(columns), StreamSupport.stream(rows.spliterator(), false).toList());
    }

    List<String> lines() {
        int[] widths = columns.stream().mapToInt(this::width).toArray();
        List<String> lines = new ArrayList<>();
        List<String> headings = columns.stream().map(Table::heading).toList();
        lines.add(line(headings, widths));
        for (JsonNode row : rows) {
            lines.add(
                    line(columns.stream().map(column -> cell(row.path(column))).toList(), widths));
        }
        return lines;
    }

    private int width(String column) {
        int widest = rows.stream().mapToInt(row -> cell(row.path(column)).length()).max().orElse(0);
        return Math.max(widest, heading(column).length());
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String pad = " ".repeat(widths[i] - cells.get(i).length());
            line.append(i == 0 ? "" : GAP)
                    .append(isNumeric(columns.get(i)) ? pad + cells.get(i) : cells.get(i) + pad);
        }
        return line.toString().stripTrailing();
    }

    private boolean isNumeric(String column) {
        return rows.stream()
                .map(row -> row.path(column))
                .allMatch(cell -> cell.isNumber() || cell.isMissingNode());
    }

    /// `customerAddress` → `CUSTOMER ADDRESS`.
    static String heading(String key) {
        return key.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toUpperCase(Locale.ROOT);
    }

    /// Control characters never reach the operator's terminal.
    static String cell(JsonNode value) {
        String text = value.isMissingNode() || value.isNull() ? "" : value.asText();
        String shown = text.isEmpty() ? "-" : text;
        return shown.replaceAll("\\p{Cntrl}", "?");
    }
}
