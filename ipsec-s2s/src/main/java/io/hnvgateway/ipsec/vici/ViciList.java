package io.hnvgateway.ipsec.vici;

import java.util.List;

/// A list of values.
public record ViciList(List<ViciValue> values) implements ViciElement {

    public ViciList {
        values = List.copyOf(values);
    }

    public static ViciList of(List<String> texts) {
        return new ViciList(texts.stream().map(ViciValue::of).toList());
    }

    public List<String> texts() {
        return values.stream().map(ViciValue::text).toList();
    }
}
