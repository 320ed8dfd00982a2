package io.hnvgateway.lab.golden;

import java.util.HashMap;
import java.util.Map;

/// Which identification of the gateway stands for which expected one, for fragments; never one for
/// two.
final class FragmentNames {
    private final Map<Integer, Integer> actualOf = new HashMap<>();
    private final Map<Integer, Integer> expectedOf = new HashMap<>();

    boolean agree(FrameForm expected, FrameForm actual) {
        if (expected.fragmentIdentification() < 0) {
            return true;
        }
        int name = actual.fragmentIdentification();
        int wanted = expected.fragmentIdentification();
        return actualOf.computeIfAbsent(wanted, key -> name) == name
                && expectedOf.computeIfAbsent(name, key -> wanted) == wanted;
    }
}
