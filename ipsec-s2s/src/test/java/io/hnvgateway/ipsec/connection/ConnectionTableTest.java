package io.hnvgateway.ipsec.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConnectionTableTest {
    private Instant now = Instant.EPOCH;
    private final ConnectionTable table = new ConnectionTable(() -> now);
    private final Managed one = add("contoso/one", "192.0.2.2", "2001:db8::2");
    private final Managed other = add("fabrikam/other", "192.0.2.2");
    private final Managed third = add("fabrikam/third", "192.0.2.3");

    @Test
    void anAttemptWithoutANameIsOfEachWithSuchAPeer() {
        assertThat(meant("", "192.0.2.2")).containsExactly(one, other);
        assertThat(meant("", "2001:db8::2")).containsExactly(one);
        assertThat(meant("", "192.0.2.3")).containsExactly(third);
        assertThat(meant("", "192.0.2.4")).isEmpty();
        assertThat(meant("", "")).isEmpty();
    }

    @Test
    void anAttemptWithANameIsOfThatOneAlone() {
        assertThat(meant("fabrikam/other", "192.0.2.3")).containsExactly(other);
        assertThat(meant("fabrikam/none", "192.0.2.3")).isEmpty();
    }

    @Test
    void aFloodIsToldOnceASecond() {
        for (String name : List.of("", "fabrikam/third")) {
            assertThat(meant(name, "192.0.2.3")).hasSize(1);
            assertThat(meant(name, "192.0.2.3")).isEmpty();
        }
        assertThat(meant("", "192.0.2.2")).as("another peer").hasSize(2);
        now = now.plus(Duration.ofMillis(999));
        assertThat(meant("", "192.0.2.3")).isEmpty();
        now = now.plusMillis(1);
        assertThat(meant("", "192.0.2.3")).containsExactly(third);
        assertThat(meant("fabrikam/third", "192.0.2.3")).containsExactly(third);
    }

    @Test
    void oneThatIsGoneHearsNothing() {
        table.remove(one);
        assertThat(meant("", "192.0.2.2")).containsExactly(other);
        assertThat(meant("", "2001:db8::2")).isEmpty();
        assertThat(meant("contoso/one", "192.0.2.2")).isEmpty();
        assertThat(table.get("contoso/one")).isNull();
        assertThat(table.all()).containsExactly(other, third);
    }

    private List<Managed> meant(String connection, String peer) {
        return table.meantBy(new FailureLog.Ended(connection, peer, false, List.of()));
    }

    private Managed add(String name, String... remotes) {
        ConnectionSpec spec =
                new ConnectionSpec(
                        name,
                        1,
                        new ConnectionSpec.Sides(
                                null,
                                Stream.of(remotes).map(IpAddress::parse).toList(),
                                null,
                                null,
                                false),
                        new ConnectionSpec.Psk("open sesame"),
                        new ConnectionSpec.Ike(List.of("aes128-sha256-ecp256"), 28_800, 15, false),
                        new ConnectionSpec.Child(
                                List.of("aes128gcm16"), 3_600, 0, 0, List.of(), List.of()),
                        ConnectionSpec.Start.ON_DEMAND);
        Managed made = new Managed(spec, "net", () -> now);
        table.add(made);
        return made;
    }
}
