package io.hnvgateway.app.setup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// Hyper-V's key-value pairs as hv_kvp_daemon keeps what the host sent (pool 0): records of a key
/// of 512 bytes and a value of 2048, each text ending at its first zero.
///
/// ```
///  0                 512                                   2560
///  +-----------------+--------------------------------------+--
///  | key, 0 …        | value, 0 …                           | next record
///  +-----------------+--------------------------------------+--
/// ```
///
/// A key that stands twice counts where it stands first, as with the daemon.
///
/// @param pool the file
record KvpSource(Path pool) implements SettingSource {
    static final int KEY_BYTES = 512;
    static final int VALUE_BYTES = 2048;
    private static final int RECORD_BYTES = KEY_BYTES + VALUE_BYTES;
    private static final int MAX_RECORDS = 1024;

    @Override
    public String name() {
        return "Hyper-V key-value pairs";
    }

    @Override
    public Optional<String> find(Setting setting) throws IOException {
        if (!Files.exists(pool)) {
            return Optional.empty();
        }
        byte[] records = BoundedText.bytes(pool, RECORD_BYTES * MAX_RECORDS);
        for (int at = 0; at + RECORD_BYTES <= records.length; at += RECORD_BYTES) {
            byte[] key = untilZero(records, at, KEY_BYTES);
            if (Arrays.equals(key, setting.pair().getBytes(US_ASCII))) {
                return Optional.of(value(records, at + KEY_BYTES, setting));
            }
        }
        if (records.length % RECORD_BYTES != 0) {
            throw new IOException(
                    "%s ends within a record of %d bytes".formatted(pool, RECORD_BYTES));
        }
        return Optional.empty();
    }

    /// A value without its final zero was cut, and half a setting is none.
    private static String value(byte[] records, int at, Setting setting) throws IOException {
        byte[] value = untilZero(records, at, VALUE_BYTES);
        if (value.length == VALUE_BYTES) {
            throw new IOException(
                    "%s: a value has at most %d bytes, and this one does not end"
                            .formatted(setting.pair(), VALUE_BYTES - 1));
        }
        return BoundedText.text(value, setting.pair());
    }

    private static byte[] untilZero(byte[] records, int at, int limit) {
        int end = at;
        while (end < at + limit && records[end] != 0) {
            end++;
        }
        return Arrays.copyOfRange(records, at, end);
    }
}
