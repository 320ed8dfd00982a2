package io.hnvgateway.provider.json;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.connection.ConnectionString;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.validation.DesiredStateValidator;
import io.hnvgateway.provider.validation.HostFacts;
import java.util.Map;

/// Any bytes as a desired state: read, validated and written again without an exception; what is
/// accepted reads the same from its canonical form.
class DesiredStateFuzzTest {
    private static final DesiredStateValidator VALIDATOR =
            new DesiredStateValidator(new ConnectionString(Map.of()), HostFacts.NONE);

    @FuzzTest
    void bytesAreReadOrRefused(byte[] data) {
        DesiredStateDocument document;
        try {
            document = DesiredStateReader.read(data);
        } catch (FaultsException e) {
            return;
        }
        var written = DesiredStateWriter.write(document.state());
        if (!VALIDATOR.faults(document).isEmpty()) {
            return;
        }
        DesiredState again = DesiredStateReader.read(written).state();
        if (!DesiredStateWriter.write(again).equals(written)) {
            throw new AssertionError("the canonical form reads differently: " + written);
        }
    }
}
