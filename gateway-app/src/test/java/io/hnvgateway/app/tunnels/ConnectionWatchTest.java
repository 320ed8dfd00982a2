package io.hnvgateway.app.tunnels;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.compile.IpSecTunnel;
import io.hnvgateway.app.desired.TenantConnection;
import io.hnvgateway.app.events.GatewayEvent.ConnectionChanged;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.tunnel.Tunnel;
import io.hnvgateway.compartments.tunnel.TunnelState;
import io.hnvgateway.ipsec.connection.ConnectionFailure;
import io.hnvgateway.ipsec.connection.ConnectionFailure.Kind;
import io.hnvgateway.ipsec.connection.ConnectionStatus;
import io.hnvgateway.ipsec.connection.ConnectionStatus.Counters;
import io.hnvgateway.ipsec.connection.ConnectionStatus.State;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.provider.resource.GreConnection;
import io.hnvgateway.provider.resource.TunnelEndpoints;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConnectionWatchTest {
    private static final ConnectionFailure KEY =
            new ConnectionFailure(Kind.AUTHENTICATION, "another key");
    private static final ConnectionFailure NO_KEYS =
            new ConnectionFailure(
                    Kind.OTHER,
                    "no new keys within 45 s after a restart: the connection is set up again");
    private static final ConnectionFailure SILENT =
            new ConnectionFailure(Kind.UNREACHABLE, "no answer");

    private final List<String> told = new ArrayList<>();
    private final List<String> again = new ArrayList<>();
    private final Map<String, IpSecTunnel> tunnels = new HashMap<>();
    private boolean hasKeys = true;
    private final ConnectionWatch watch = new ConnectionWatch(new Around());

    private final class Around implements ConnectionWatch.Surroundings {
        @Override
        public @Nullable IpSecTunnel tunnel(String name) {
            return tunnels.get(name);
        }

        @Override
        public boolean hasKeys(String name) {
            return hasKeys;
        }

        @Override
        public void reestablish(String name, ConnectionFailure why) {
            again.add(why.text());
        }

        @Override
        public void tell(ConnectionChanged event) {
            told.add(
                    String.join(
                            " ",
                            event.compartment(),
                            event.connection(),
                            event.what(),
                            event.kind(),
                            event.reason()));
        }
    }

    private String tunnel(int tenant, String connection) {
        IpSecTunnel tunnel =
                new IpSecTunnel(
                        new RoutingDomainId(new UUID(0, tenant)),
                        "tenant" + tenant,
                        new TenantConnection(
                                connection,
                                true,
                                false,
                                new GreConnection(new TunnelEndpoints(null, List.of()), 1),
                                Tunnel.Limits.NONE,
                                List.of()),
                        1,
                        IpAddress.parse("192.0.2.1"),
                        new TunnelState());
        tunnels.put(tunnel.name(), tunnel);
        return tunnel.name();
    }

    private static ConnectionStatus status(
            String name, State state, @Nullable ConnectionFailure failure, int failures, int ups) {
        return new ConnectionStatus(
                name, state, Instant.EPOCH, failure, "", "", new Counters(1, failures, ups, 0));
    }

    private void look(ConnectionStatus... connections) {
        watch.look(List.of(connections));
    }

    @Test
    void aFailureIsToldOnceAndAnotherKindToo() {
        String office = tunnel(1, "office");
        for (int i = 1; i < 60; i++) {
            look(status(office, State.BACKING_OFF, KEY, i, 0));
        }
        assertThat(told).containsExactly("tenant1 office failed authentication another key");
        look(status(office, State.BACKING_OFF, SILENT, 60, 0));
        look(status(office, State.BACKING_OFF, SILENT, 60, 0));
        assertThat(told).hasSize(2).last().isEqualTo("tenant1 office failed unreachable no answer");
        for (int i = 0; i < ConnectionWatch.REPEAT_SECONDS + 2; i++) {
            look(status(office, State.BACKING_OFF, SILENT, 61 + i, 0));
        }
        assertThat(told).as("ten minutes later").hasSize(3);
    }

    /// The plugin's general words come first, those of the log a moment later.
    @Test
    void theWordsToldAreThoseOfASecondLater() {
        String office = tunnel(1, "office");
        look(
                status(
                        office,
                        State.BACKING_OFF,
                        new ConnectionFailure(Kind.AUTHENTICATION, "failed"),
                        1,
                        0));
        look(status(office, State.BACKING_OFF, KEY, 2, 0));
        assertThat(told).containsExactly("tenant1 office failed authentication another key");
    }

    @Test
    void upAndDownAreToldWithTheReasonAndTheNextFailureAgain() {
        String office = tunnel(1, "office");
        look(status(office, State.WAITING, null, 0, 0));
        look(status(office, State.ESTABLISHED, null, 0, 1));
        look(status(office, State.ESTABLISHED, null, 0, 1));
        look(status(office, State.WAITING, SILENT, 1, 1));
        look(status(office, State.WAITING, SILENT, 1, 1));
        look(status(office, State.ESTABLISHED, null, 1, 2));
        look(status(office, State.ESTABLISHED, null, 1, 3));
        look(status(office, State.BACKING_OFF, null, 1, 3));
        assertThat(told)
                .containsExactly(
                        "tenant1 office up  ",
                        "tenant1 office down unreachable no answer",
                        "tenant1 office up  ",
                        "tenant1 office up  ",
                        "tenant1 office down  ");
    }

    @Test
    void aTenantWithManyThatFailLeavesRoomForOthersAndIsToldOfLater() {
        List<ConnectionStatus> all = new ArrayList<>();
        IntStream.range(0, 100)
                .mapToObj(i -> tunnel(1, "c" + i))
                .map(name -> status(name, State.BACKING_OFF, KEY, 1, 0))
                .forEach(all::add);
        all.add(status(tunnel(2, "office"), State.BACKING_OFF, KEY, 1, 0));
        watch.look(all);
        watch.look(all);
        assertThat(told).hasSize(ConnectionWatch.BURST + 1).anyMatch(t -> t.startsWith("tenant2"));
        watch.look(all);
        assertThat(told).hasSize(ConnectionWatch.BURST + 1 + ConnectionWatch.EACH_SECOND);
        for (int i = 0; i < 50; i++) {
            watch.look(all);
        }
        assertThat(told).hasSize(101).doesNotHaveDuplicates();
    }

    @Test
    void quotesOfAPeersIdentityDoNotEndAValue() {
        String office = tunnel(1, "office");
        var failure = new ConnectionFailure(Kind.AUTHENTICATION, "key of 'x\" event=up'");
        look(status(office, State.BACKING_OFF, failure, 1, 0));
        look(status(office, State.BACKING_OFF, failure, 1, 0));
        assertThat(told).singleElement().asString().doesNotContain("\"");
    }

    @Test
    void whatIsUpWithoutKeysIsSetUpAgainSoonerWhenItsRekeyingWasRefused() {
        String office = tunnel(1, "office");
        look(status(office, State.ESTABLISHED, null, 0, 1));
        hasKeys = false;
        for (int i = 0; i < ConnectionWatch.PATIENCE_SECONDS; i++) {
            look(status(office, State.ESTABLISHED, null, 0, 1));
        }
        assertThat(again).isEmpty();
        look(status(office, State.ESTABLISHED, null, 0, 1));
        assertThat(again).hasSize(1);
        for (int i = 0; i <= ConnectionWatch.REFUSED_PATIENCE_SECONDS; i++) {
            look(status(office, State.ESTABLISHED, SILENT, 0, 1));
        }
        assertThat(again).hasSize(2);
        hasKeys = true;
        for (int i = 0; i < 2 * ConnectionWatch.PATIENCE_SECONDS; i++) {
            look(status(office, State.ESTABLISHED, null, 0, 1));
        }
        assertThat(again).hasSize(2);
    }

    @Test
    void whatIsSetUpAgainIsToldDownThoughItIsUpBeforeTheNextLook() {
        String office = tunnel(1, "office");
        look(status(office, State.ESTABLISHED, null, 0, 1));
        hasKeys = false;
        for (int i = 0; i <= ConnectionWatch.REFUSED_PATIENCE_SECONDS; i++) {
            look(status(office, State.ESTABLISHED, SILENT, 0, 1));
        }
        hasKeys = true;
        look(status(office, State.ESTABLISHED, null, 1, 2));
        hasKeys = false;
        for (int i = 0; i <= ConnectionWatch.PATIENCE_SECONDS; i++) {
            look(status(office, State.ESTABLISHED, null, 1, 2));
        }
        look(status(office, State.CONNECTING, NO_KEYS, 2, 2));
        look(status(office, State.CONNECTING, NO_KEYS, 2, 2));
        look(status(office, State.ESTABLISHED, null, 2, 3));
        assertThat(told)
                .containsExactly(
                        "tenant1 office up  ",
                        "tenant1 office down unreachable no answer",
                        "tenant1 office up  ",
                        "tenant1 office down other " + NO_KEYS.text(),
                        "tenant1 office up  ");
    }
}
