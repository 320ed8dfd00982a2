package io.hnvgateway.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.control.Rows;
import io.hnvgateway.packet.DropReason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Takes out of what the gateway tells a tenant what is the provider's, and that there are other
/// tenants: where a packet is dropped since it is for one of them, it is for a protected address.
final class Redaction {
    private static final DropReason HIDDEN = DropReason.OTHER_TENANT;
    private static final DropReason SHOWN = DropReason.PROTECTED_DESTINATION;

    private Redaction() {}

    /// @param hosts addresses of hosts, of which there may be many
    static void explanation(ObjectNode explanation, List<String> hosts) {
        explanation.put("verdict", withoutOthers(explanation.path("verdict").asText()));
        for (JsonNode step : explanation.path("steps")) {
            ObjectNode node = (ObjectNode) step;
            if (node.path("stage").asText().equals("front end")) {
                node.put("because", "");
            }
            for (String field : List.of("decision", "because")) {
                node.put(field, withoutHosts(withoutOthers(node.path(field).asText()), hosts));
            }
        }
    }

    private static String withoutOthers(String text) {
        return text.replace(HIDDEN.sentence(), SHOWN.sentence())
                .replace(HIDDEN.label(), SHOWN.label());
    }

    private static String withoutHosts(String text, List<String> hosts) {
        String left = text;
        for (String host : hosts) {
            if (left.contains(host)) {
                left =
                        left.replaceAll(
                                "(?<![0-9a-fA-F.:])" + Pattern.quote(host) + "(?![0-9a-fA-F:])",
                                "(host)");
            }
        }
        return left;
    }

    /// Rows of one tenant; those that are none of drops stay as they are.
    static List<Record> drops(List<? extends Record> rows) {
        List<Record> told = new ArrayList<>();
        Map<String, Rows.Drop> byReason = new LinkedHashMap<>();
        for (Record row : rows) {
            if (row instanceof Rows.Drop drop) {
                Rows.Drop shown =
                        new Rows.Drop(
                                drop.tenant(),
                                withoutOthers(drop.reason()),
                                drop.frames(),
                                withoutOthers(drop.explanation()));
                byReason.merge(shown.reason(), shown, Redaction::sum);
            } else {
                told.add(row);
            }
        }
        told.addAll(byReason.values());
        return told;
    }

    private static Rows.Drop sum(Rows.Drop a, Rows.Drop b) {
        return new Rows.Drop(a.tenant(), a.reason(), a.frames() + b.frames(), a.explanation());
    }
}
