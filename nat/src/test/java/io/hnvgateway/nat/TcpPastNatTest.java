package io.hnvgateway.nat;

import static io.hnvgateway.nat.Frames.*;
import static io.hnvgateway.nat.NatLab.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.Packet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// TCP sessions of which NAT sees no more than SYN, FIN and RST: their data is executed from flow
/// entries, which tell what NAT must know of it.
class TcpPastNatTest {
    private static final int X_PORT = 40_000;
    private static final int WEB = 80;
    private static final int FAR = 0x2000_0000;

    private final NatLab lab = new NatLab();
    private int session;
    private int port;
    private long outward;
    private long inward;

    /// SYN, SYN with ACK (an entry), ACK (the other entry).
    @BeforeEach
    void connect() {
        port = lab.out(outbound(SYN, 999, 0)).port();
        session = lab.in(inbound(SYN | ACK, 4999, 1000)).session();
        inward = lab.install(session, false);
        lab.out(outbound(ACK, 1000, 5000));
        outward = lab.install(session, true);
    }

    private Packet outbound(int flags, int sequence, int acknowledgment) {
        Packet p = lab.frames.tcp(X, X_PORT, E1, WEB, flags);
        return lab.frames.numbered(p, sequence, acknowledgment);
    }

    private Packet inbound(int flags, int sequence, int acknowledgment) {
        Packet p = lab.frames.tcp(E1, WEB, P, port, flags);
        return lab.frames.numbered(p, sequence, acknowledgment);
    }

    /// Data of both sides far on in their numbers, none of it by NAT.
    private void transfer() {
        lab.carried(inward, inbound(ACK, 5000 + FAR, 1000 + 2 * FAR));
        lab.carried(outward, outbound(ACK, 1000 + 2 * FAR, 5000 + FAR));
    }

    private boolean established() {
        return lab.stage.mayInstall(session);
    }

    private List<NatSessionView> sessions() {
        List<NatSessionView> all = new ArrayList<>();
        BitSet contoso = new BitSet();
        contoso.set(CONTOSO);
        lab.stage.forEachSession(contoso, lab.nowNs, all::add);
        return all;
    }

    @Test
    void aResetWithinTheWindowThatExecutorsMovedCounts() {
        transfer();
        lab.in(inbound(RST, 5000 + FAR, 0));
        assertThat(established()).isFalse();
        assertThat(lab.isExecutable(outward)).isFalse();
        assertThat(lab.isExecutable(inward)).isFalse();
    }

    @Test
    void aResetWithTheNumbersOfTheHandshakeNoLongerCounts() {
        transfer();
        Sent stale = lab.in(inbound(RST, 5000, 0));
        assertThat(stale.passed()).as("its receiver judges too").isTrue();
        assertThat(established()).isTrue();
        assertThat(lab.isExecutable(inward)).isTrue();
    }

    @Test
    void aResetFromInsideIsJudgedByWhatTheOutsideAcknowledged() {
        transfer();
        lab.out(outbound(RST, 1000 + FAR, 0));
        assertThat(established()).isTrue();
        lab.out(outbound(RST | ACK, 1000 + 2 * FAR, 5000 + FAR));
        assertThat(established()).isFalse();
    }

    @Test
    void aResetRightAfterTheHandshakeIsJudgedByThat() {
        lab.in(inbound(RST, 5000 + FAR, 0));
        assertThat(established()).isTrue();
        lab.in(inbound(RST, 5000, 0));
        assertThat(established()).isFalse();
    }

    /// The entry has the high bits alone: the window is no smaller for it, and 64 KiB larger.
    @Test
    void theWindowBeginsAtTheAcknowledgementAndIsAMebibyte() {
        int acknowledged = 0x7777_ffff;
        lab.carried(outward, outbound(ACK, 1000, acknowledged));
        lab.in(inbound(RST, (acknowledged & 0xffff_0000) - 1, 0));
        assertThat(established()).as("below").isTrue();
        lab.in(inbound(RST, acknowledged + (1 << 20) + 1, 0));
        assertThat(established()).as("beyond").isTrue();
        lab.in(inbound(RST, acknowledged + (1 << 20) - 1, 0));
        assertThat(established()).as("last of the window").isFalse();
    }

    /// Who forges a RST with an acknowledgement must not move the window for the next one.
    @Test
    void aResetsOwnAcknowledgementIsNotLearned() {
        transfer();
        lab.out(outbound(RST | ACK, 7, 0x1234_5678));
        lab.in(inbound(RST, 0x1234_5678, 0));
        assertThat(established()).isTrue();
    }

    @Test
    void aResetEndsTheSessionAfterTheTransitoryTimeAndNotBefore() {
        transfer();
        lab.in(inbound(RST, 5000 + FAR, 0));
        lab.pass(seconds(239));
        lab.sweep();
        assertThat(sessions()).hasSize(1);
        lab.pass(seconds(3));
        lab.sweep();
        assertThat(sessions()).isEmpty();
        assertThat(lab.liveEntries()).isZero();
    }

    @Test
    void dataAfterAResetRestoresAndTheEntriesCarryOn() {
        transfer();
        lab.in(inbound(RST, 5000 + FAR, 0));
        assertThat(lab.out(outbound(ACK, 1000 + 2 * FAR, 5000 + FAR)).session()).isEqualTo(session);
        assertThat(established()).isTrue();
        assertThat(lab.install(session, true)).isEqualTo(outward);
        assertThat(lab.isExecutable(outward)).isTrue();
        assertThat(lab.isExecutable(inward)).as("until its own next packet").isFalse();
    }

    @Test
    void anExecutorsUseKeepsTheSessionAndItsEndIsTwoHoursLater() {
        for (int i = 0; i < 5; i++) {
            lab.pass(seconds(7000));
            lab.sweep();
            transfer();
        }
        assertThat(established()).isTrue();
        lab.pass(seconds(7442));
        lab.sweep();
        assertThat(sessions()).isEmpty();
        assertThat(lab.liveEntries()).isZero();
    }

    @Test
    void finsBothWaysEndItAfterTheTransitoryTime() {
        transfer();
        lab.pass(seconds(7000));
        lab.out(outbound(FIN | ACK, 1000 + 2 * FAR, 5000 + FAR));
        assertThat(lab.isExecutable(inward)).as("half closed").isFalse();
        lab.pass(seconds(7000));
        assertThat(lab.in(inbound(ACK, 5000 + FAR, 1001 + 2 * FAR)).passed()).isTrue();
        lab.in(inbound(FIN | ACK, 5000 + FAR, 1001 + 2 * FAR));
        lab.out(outbound(ACK, 1001 + 2 * FAR, 5001 + FAR));
        lab.pass(seconds(242));
        lab.sweep();
        assertThat(sessions()).isEmpty();
        assertThat(lab.liveEntries()).isZero();
    }

    @Test
    void aNewConnectionOfTheSameEndsIsJudgedByItsOwnNumbers() {
        transfer();
        lab.out(outbound(FIN | ACK, 1000 + 2 * FAR, 5000 + FAR));
        lab.in(inbound(FIN | ACK, 5000 + FAR, 1001 + 2 * FAR));
        assertThat(lab.out(outbound(SYN, 7_000_000, 0)).session()).isEqualTo(session);
        lab.in(inbound(SYN | ACK, 9_000_000, 7_000_001));
        assertThat(established()).isTrue();
        assertThat(lab.install(session, false)).isEqualTo(inward);
        lab.out(outbound(ACK, 7_000_001, 9_000_001));
        lab.install(session, true);
        lab.in(inbound(RST, 5001 + FAR, 0));
        assertThat(established()).as("a late one of the former connection").isTrue();
        lab.in(inbound(RST, 9_000_001, 0));
        assertThat(established()).isFalse();
    }

    @Test
    void countsWhatExecutorsAndNatCarried() {
        transfer();
        lab.out(outbound(FIN | ACK, 1000 + 2 * FAR, 5000 + FAR));
        lab.in(inbound(ACK, 5000 + FAR, 1001 + 2 * FAR));
        lab.in(inbound(ACK, 5000 + FAR, 1001 + 2 * FAR));
        NatSessionView.Carried carried = sessions().getFirst().carried();
        assertThat(carried).isEqualTo(new NatSessionView.Carried(2, 88, 3, 132));
    }
}
