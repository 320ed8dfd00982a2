package io.hnvgateway.provider.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.hnvgateway.provider.FaultsException;

/// Any text as a connection string: it is read, and reads the same from its canonical form, or
/// every fault has a line.
class ConnectionStringFuzzTest {
    @FuzzTest
    void textIsReadOrRefused(byte[] data) {
        String text = new String(data, UTF_8);
        ConnectionString read;
        try {
            read = ConnectionString.parseForGateway(text);
        } catch (FaultsException e) {
            if (e.faults().isEmpty()
                    || e.faults().stream().anyMatch(fault -> fault.toString().indexOf('\n') >= 0)) {
                throw new AssertionError("a refusal needs faults of one line each", e);
            }
            return;
        }
        try {
            if (!ConnectionString.parseForGateway(read.toString()).equals(read)) {
                throw new AssertionError("the canonical form reads differently: " + read);
            }
        } catch (FaultsException e) {
            throw new AssertionError("the canonical form is refused", e);
        }
    }
}
