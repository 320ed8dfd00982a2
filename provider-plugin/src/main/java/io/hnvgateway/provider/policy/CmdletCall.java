package io.hnvgateway.provider.policy;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.ValueParser;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A cmdlet with its parameters, as a script calls it.
///
/// @param line of the cmdlet's name
/// @param values by parameter in lower case
/// @param faults collects what is wrong with them
record CmdletCall(int line, Map<String, String> values, List<Fault> faults) {
    /// A value; null, and a fault, when it is missing or wrong.
    <T> @Nullable T required(String parameter, ValueParser<T> parser) {
        if (!has(parameter)) {
            faults.add(new Fault(path(parameter), "", "is missing", ""));
        }
        return optional(parameter, parser);
    }

    /// A value; null when it is missing, and with a fault when it is wrong.
    <T> @Nullable T optional(String parameter, ValueParser<T> parser) {
        String text = values.get(key(parameter));
        if (text == null) {
            return null;
        }
        try {
            return parser.parse(text);
        } catch (InvalidValueException e) {
            faults.add(e.at(path(parameter), text));
            return null;
        }
    }

    boolean has(String parameter) {
        return values.containsKey(key(parameter));
    }

    String path(String parameter) {
        return "line " + line + ": -" + parameter;
    }

    private static String key(String parameter) {
        return parameter.toLowerCase(Locale.ROOT);
    }
}
