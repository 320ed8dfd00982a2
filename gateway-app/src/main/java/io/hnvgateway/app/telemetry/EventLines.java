package io.hnvgateway.app.telemetry;

import io.hnvgateway.app.events.GatewayEvent;
import java.lang.reflect.RecordComponent;
import java.util.Locale;

/// An event as `event=NAME key=value …`, in one line.
final class EventLines {
    private EventLines() {}

    static String of(GatewayEvent event) {
        StringBuilder line = new StringBuilder("event=");
        line.append(words(event.getClass().getSimpleName()));
        for (RecordComponent component : event.getClass().getRecordComponents()) {
            String value = value(event, component);
            if (!value.isEmpty()) {
                line.append(' ').append(words(component.getName())).append('=');
                append(value, line);
            }
        }
        return line.toString();
    }

    private static String value(GatewayEvent event, RecordComponent component) {
        try {
            Object value = component.getAccessor().invoke(event);
            return value instanceof Enum<?> constant
                    ? constant.name().toLowerCase(Locale.ROOT)
                    : String.valueOf(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e); // its own public accessor
        }
    }

    /// `PeerChanged` as `peer-changed`.
    private static String words(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    private static void append(String value, StringBuilder line) {
        boolean plain = value.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '=');
        if (plain) {
            line.append(value);
            return;
        }
        line.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\');
            }
            line.append(Character.isISOControl(c) ? ' ' : c);
        }
        line.append('"');
    }
}
