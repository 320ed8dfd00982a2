package io.hnvgateway.dataplane.steering;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What `steering.h` and Java must say alike.
class SteeringHeaderTest {
    private static final Path HEADER = Path.of("src/main/c/steering.h");

    @Test
    void verdictsHaveTheSameNamesInTheSameOrder() throws IOException {
        Matcher body =
                Pattern.compile("enum steering_verdict \\{(.*?)}", Pattern.DOTALL)
                        .matcher(Files.readString(HEADER));
        assertThat(body.find()).isTrue();
        List<String> inC =
                Arrays.stream(body.group(1).split(",", -1))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();
        assertThat(inC).isEqualTo(Arrays.stream(SteeringVerdict.values()).map(Enum::name).toList());
    }

    @Test
    void flagsAndRolesHaveTheSameBits() throws IOException {
        assertThat(defined("ADDRESS_HOST")).isEqualTo(AddressFlags.HOST);
        assertThat(defined("ADDRESS_PROVIDER")).isEqualTo(AddressFlags.PROVIDER);
        assertThat(defined("ADDRESS_GATEWAY")).isEqualTo(AddressFlags.GATEWAY);
        assertThat(defined("ADDRESS_REWRITE")).isEqualTo(AddressFlags.REWRITE);
        assertThat(defined("ADDRESS_VPN")).isEqualTo(AddressFlags.VPN);
        assertThat(defined("ADDRESS_BGP_PEER")).isEqualTo(AddressFlags.BGP_PEER);
        assertThat(defined("LINK_BACK_END")).isEqualTo(PortRole.BACK_END.bit());
        assertThat(defined("LINK_FRONT_END")).isEqualTo(PortRole.FRONT_END.bit());
        assertThat(defined("LINK_TENANT")).isEqualTo(PortRole.TENANT.bit());
        assertThat(defined("LINK_GATEWAY_VLAN")).isEqualTo(PortPolicy.GATEWAY_VLAN);
        assertThat(defined("LINK_HOST_VLAN")).isEqualTo(PortPolicy.HOST_VLAN);
    }

    @Test
    void verdictsFitTheCounterArray() throws IOException {
        assertThat(SteeringVerdict.values().length).isLessThanOrEqualTo(defined("MAX_VERDICTS"));
    }

    private static int defined(String name) throws IOException {
        Matcher line =
                Pattern.compile("#define " + name + " (\\d+)").matcher(Files.readString(HEADER));
        assertThat(line.find()).as(name).isTrue();
        return Integer.parseInt(line.group(1));
    }
}
