package io.hnvgateway.bgp.bridge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The members of a JSON object, by name and kind.
///
/// @param path where it stands, for the fault
record Fields(Map<?, ?> members, String path) {
    static Fields of(@Nullable Object value, String path) {
        if (value instanceof Map<?, ?> map) {
            return new Fields(map, path);
        }
        throw new MalformedLineException(path + ": an object was expected");
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    List<String> names() {
        return Set.copyOf(members.keySet()).stream().map(String::valueOf).sorted().toList();
    }

    Fields object(String name) {
        return of(members.get(name), path + "." + name);
    }

    Fields objectOrEmpty(String name) {
        return has(name) ? object(name) : new Fields(Map.of(), path + "." + name);
    }

    String text(String name) {
        if (members.get(name) instanceof String text) {
            return text;
        }
        throw new MalformedLineException(path + "." + name + ": a string was expected");
    }

    String textOr(String name, String absent) {
        return has(name) ? text(name) : absent;
    }

    /// 0..2³²-1, as everything that BGP counts.
    long number(String name) {
        return number(members.get(name), path + "." + name);
    }

    List<?> list(String name) {
        if (members.get(name) instanceof List<?> list) {
            return list;
        }
        throw new MalformedLineException(path + "." + name + ": a list was expected");
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object each : list(name)) {
            texts.add(String.valueOf(each));
        }
        return texts;
    }

    /// Numbers, also of lists in it, in order.
    List<Integer> numbers(String name) {
        List<Integer> numbers = new ArrayList<>();
        collect(list(name), path + "." + name, numbers);
        return numbers;
    }

    /// Lists of numbers.
    List<List<Integer>> numberLists(String name) {
        List<List<Integer>> lists = new ArrayList<>();
        for (Object each : list(name)) {
            if (!(each instanceof List<?> inner)) {
                throw new MalformedLineException(path + "." + name + ": lists were expected");
            }
            List<Integer> numbers = new ArrayList<>(inner.size());
            collect(inner, path + "." + name, numbers);
            lists.add(numbers);
        }
        return lists;
    }

    private static void collect(List<?> list, String path, List<Integer> numbers) {
        for (Object each : list) {
            if (each instanceof List<?> inner) {
                collect(inner, path, numbers);
            } else {
                numbers.add((int) number(each, path));
            }
        }
    }

    private static long number(@Nullable Object value, String path) {
        if (value instanceof Long number && number >= 0 && number <= 0xffff_ffffL) {
            return number;
        }
        throw new MalformedLineException(path + ": a number of 32 bits was expected");
    }
}
