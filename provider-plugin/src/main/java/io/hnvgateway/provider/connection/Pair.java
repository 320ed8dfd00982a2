package io.hnvgateway.provider.connection;

/// One `key=value` as it stands in the text, with where each begins (offsets from 0).
record Pair(String key, int keyOffset, String value, int valueOffset) {}
