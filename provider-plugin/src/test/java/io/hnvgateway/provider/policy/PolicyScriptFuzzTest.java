package io.hnvgateway.provider.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.hnvgateway.provider.FaultsException;

/// Any text as a script: it is read, and what it sets can be written and read again, or every fault
/// has a line.
class PolicyScriptFuzzTest {
    @FuzzTest
    void textIsReadOrRefused(byte[] data) {
        HostPolicy read;
        try {
            read = PolicyScript.read(new String(data, UTF_8)).policy();
        } catch (FaultsException e) {
            if (e.faults().isEmpty()
                    || e.faults().stream().anyMatch(fault -> fault.toString().indexOf('\n') >= 0)) {
                throw new AssertionError("a refusal needs faults of one line each", e);
            }
            return;
        }
        try {
            if (!PolicyScript.read(PolicyScript.write(read)).policy().equals(read)) {
                throw new AssertionError("what was written reads differently: " + read);
            }
        } catch (FaultsException e) {
            throw new AssertionError("what was written is refused", e);
        }
    }
}
