package io.hnvgateway.provider.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.provider.FaultsException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ConnectionStringPropertyTest {

    @Property(tries = 2000)
    void anyTextIsReadOrRefusedWithFaults(@ForAll("texts") String text) {
        try {
            ConnectionString read = ConnectionString.parse(text);
            assertThat(ConnectionString.parse(read.toString())).isEqualTo(read);
        } catch (FaultsException e) {
            assertThat(e.faults()).isNotEmpty();
        }
    }

    @Property(tries = 500)
    void aLabelSurvivesQuoting(@ForAll("labels") String label) throws FaultsException {
        String quoted = '"' + label.replace("\"", "\"\"") + '"';
        ConnectionString read = ConnectionString.parse("VMHost=" + quoted + ";Migrate=True");
        assertThat(read.vmHost()).contains(label);
        assertThat(ConnectionString.parse(read.toString())).isEqualTo(read);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> pieces =
                Arbitraries.of(
                        "VMHost",
                        "Workers",
                        "NatPool",
                        "=",
                        "==",
                        ";",
                        "\"",
                        " ",
                        "\n",
                        "1",
                        "203.0.113.0/30",
                        "Addresses",
                        "FrontEndGateway",
                        "ProviderAddress",
                        "2001:db8::9",
                        "192.0.2.9",
                        "/",
                        "24",
                        "@",
                        "eth1.100",
                        "True",
                        ",",
                        "x");
        return pieces.list().ofMaxSize(20).map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> labels() {
        return Arbitraries.strings().withCharRange(' ', '~').ofMinLength(1).ofMaxLength(40);
    }
}
