package io.hnvgateway.lab.golden;

import java.util.HashMap;
import java.util.Map;

/// Which identification of the gateway stands for which expected one, for fragments.
final class FragmentNames {
    private final Map<Integer, Integer> actualOf = new HashMap<>();

    boolean agree(FrameForm expected, FrameForm actual) {
        if (expected.fragmentIdentification() < 0) {
            return true;
        }
        int name = actual.fragmentIdentification();
        return actualOf.computeIfAbsent(expected.fragmentIdentification(), key -> name) == name;
    }
}
