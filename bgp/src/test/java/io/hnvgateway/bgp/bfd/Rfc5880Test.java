package io.hnvgateway.bgp.bfd;

import static io.hnvgateway.bgp.bfd.BfdEnd.MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.bgp.bfd.BfdEnd.Sent;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// One class for each section.
class Rfc5880Test {
    private static final long SECOND = 1000 * MS;
    private BfdEnd end = new BfdEnd(BfdSettings.DEFAULT);

    @AfterEach
    void close() {
        end.close();
    }

    private void use(BfdSettings settings) {
        end.close();
        end = new BfdEnd(settings);
    }

    private void change(int txMs, int rxMs) {
        end.sessions.change(end.session, new BfdSettings(txMs * 1000, rxMs * 1000, 3), end.nowNs);
    }

    private static long leastGap(List<Sent> sent) {
        return gaps(sent).min().orElseThrow();
    }

    private static long mostGap(List<Sent> sent) {
        return gaps(sent).max().orElseThrow();
    }

    private static java.util.stream.LongStream gaps(List<Sent> sent) {
        return java.util.stream.IntStream.range(1, sent.size())
                .mapToLong(i -> sent.get(i).atNs() - sent.get(i - 1).atNs());
    }

    @Nested
    class Section6_5_PollSequences {
        @Test
        void comingUpIsPolledUntilTheFinal() {
            end.hear(end.packet().state(BfdState.INIT));
            end.pass(250 * MS);
            assertThat(end.take())
                    .filteredOn(s -> s.state() == BfdState.UP)
                    .isNotEmpty()
                    .allMatch(s -> s.has(BfdHeader.POLL));
            end.hear(end.packet().flag(BfdHeader.FINAL));
            end.pass(250 * MS);
            assertThat(end.take()).isNotEmpty().noneMatch(s -> s.has(BfdHeader.POLL));
        }

        @Test
        void pollIsAnsweredAtOnceAndNeverWithAPoll() {
            end.bringTo(BfdState.UP);
            change(200, 200);
            end.take();
            end.hear(end.packet().flag(BfdHeader.POLL));
            assertThat(end.take())
                    .singleElement()
                    .matches(s -> s.has(BfdHeader.FINAL) && !s.has(BfdHeader.POLL));
            assertThat(end.session.polling()).isTrue();
        }

        @Test
        void pollSendsNoPacketOutOfTurn() {
            end.bringTo(BfdState.UP);
            end.pass(100 * MS);
            end.take();
            change(50, 100);
            end.work();
            change(100, 100);
            end.work();
            assertThat(end.take()).hasSizeLessThanOrEqualTo(1);
        }

        /// Answers to the first poll's later packets are still on their way when it is closed.
        @Test
        void secondChangeWaitsUntilNoAnswerToTheFirstCanCome() {
            end.bringTo(BfdState.UP);
            end.passHearing(300 * MS, 50 * MS, end.packet());
            change(200, 100);
            end.passHearing(200 * MS, 50 * MS, end.packet());
            change(400, 100);
            end.hear(end.packet().flag(BfdHeader.FINAL));
            assertThat(end.session.transmitIntervalNs()).isEqualTo(200 * MS);
            end.hear(end.packet());
            assertThat(end.session.polling()).isFalse();
            end.hear(end.packet().flag(BfdHeader.FINAL));
            end.passHearing(SECOND, 50 * MS, end.packet());
            assertThat(end.session.polling()).isTrue();
            assertThat(end.session.transmitIntervalNs()).isEqualTo(200 * MS);
            end.hear(end.packet().flag(BfdHeader.FINAL));
            assertThat(end.session.transmitIntervalNs()).isEqualTo(400 * MS);
        }

        @Test
        void answersAreLimited() {
            end.bringTo(BfdState.UP);
            end.pass(50 * MS);
            end.take();
            for (int i = 0; i < 30; i++) {
                end.hear(end.packet().flag(BfdHeader.POLL));
                end.pass(MS);
            }
            assertThat(end.take().stream().filter(s -> s.has(BfdHeader.FINAL)).count())
                    .isBetween(2L, 4L);
        }
    }

    @Nested
    class Section6_8_1_Variables {
        @Test
        void silenceForgetsThePeer() {
            end.bringTo(BfdState.UP);
            end.hear(end.packet().intervals(100_000, 5_000_000));
            assertThat(end.session.transmitIntervalNs()).isEqualTo(5 * SECOND);
            end.pass(300 * MS);
            assertThat(end.session.remoteDiscriminator()).isZero();
            assertThat(end.session.transmitIntervalNs()).isEqualTo(SECOND);
        }

        @Test
        void packetTellsThePeersDiscriminator() {
            end.hear(end.packet().state(BfdState.DOWN));
            assertThat(end.take().getLast().word(8)).isEqualTo(PeerPacket.DISCRIMINATOR);
        }
    }

    @Nested
    class Section6_8_3_TimerManipulation {
        @Test
        void sendsOnceASecondUntilUp() {
            end.pass(20 * SECOND);
            List<Sent> sent = end.take();
            assertThat(leastGap(sent)).isGreaterThanOrEqualTo(750 * MS);
            assertThat(mostGap(sent)).isLessThanOrEqualTo(SECOND);
            assertThat(sent).allMatch(s -> s.word(12) == 1_000_000 && s.word(16) == 100_000);
        }

        @Test
        void longerTransmitIntervalWaitsForTheFinal() {
            end.bringTo(BfdState.UP);
            change(500, 100);
            assertThat(end.session.transmitIntervalNs()).isEqualTo(100 * MS);
            end.passHearing(200 * MS, 50 * MS, end.packet());
            assertThat(end.take().getLast())
                    .matches(s -> s.has(BfdHeader.POLL) && s.word(12) == 500_000);
            end.hear(end.packet().flag(BfdHeader.FINAL));
            assertThat(end.session.transmitIntervalNs()).isEqualTo(500 * MS);
        }

        @Test
        void shorterReceiveIntervalWaitsForTheFinal() {
            use(new BfdSettings(100_000, 500_000, 3));
            end.bringTo(BfdState.UP);
            change(100, 100);
            assertThat(end.session.detectionTimeNs()).isEqualTo(1500 * MS);
            end.hear(end.packet().flag(BfdHeader.FINAL));
            assertThat(end.session.detectionTimeNs()).isEqualTo(300 * MS);
        }

        @Test
        void otherChangesActAtOnce() {
            end.bringTo(BfdState.UP);
            change(50, 400);
            end.hear(end.packet().intervals(10_000, 10_000));
            assertThat(end.session.transmitIntervalNs()).isEqualTo(50 * MS);
            assertThat(end.session.detectionTimeNs()).isEqualTo(1200 * MS);
        }

        @Test
        void shorterIntervalOfThePeerIsHonouredAtOnce() {
            end.bringTo(BfdState.UP);
            end.hear(end.packet().intervals(1_000_000, 10_000_000));
            end.pass(500 * MS);
            end.take();
            end.hear(end.packet().intervals(1_000_000, 100_000));
            assertThat(end.take()).hasSize(1);
        }
    }

    @Nested
    class Section6_8_4_DetectionTime {
        @Test
        void silenceEndsTheSessionAfterThreeIntervalsNeitherEarlierNorLater() {
            end.bringTo(BfdState.UP);
            end.pass(300 * MS - 1);
            assertThat(end.session.state()).isEqualTo(BfdState.UP);
            end.pass(1);
            assertThat(end.session.state()).isEqualTo(BfdState.DOWN);
            assertThat(end.session.diagnostic()).isEqualTo(BfdDiagnostic.DETECTION_TIME_EXPIRED);
            assertThat(end.changes).containsExactly(BfdState.DOWN);
            assertThat(end.take().getLast())
                    .matches(s -> s.state() == BfdState.DOWN && s.bytes()[0] == (1 << 5 | 1));
        }

        @Test
        void thePeersMultiplierAndTheSlowerEndCount() {
            end.bringTo(BfdState.UP);
            end.hear(end.packet().set(2, 5).intervals(200_000, 100_000));
            assertThat(end.session.detectionTimeNs()).isEqualTo(1000 * MS);
        }

        @Test
        void endsInitToo() {
            end.bringTo(BfdState.INIT);
            end.pass(300 * MS);
            assertThat(end.session.state()).isEqualTo(BfdState.DOWN);
        }

        @Test
        void packetsThatWaitedAreHeardBeforeSilenceIsJudged() {
            end.bringTo(BfdState.UP);
            end.nowNs += SECOND;
            end.hear(end.packet());
            assertThat(end.changes).isEmpty();
        }
    }

    @Nested
    class Section6_8_6_Reception {
        @Test
        void adminDownIsDeafToStatesAndPolls() {
            end.bringTo(BfdState.ADMIN_DOWN);
            end.work();
            end.take();
            end.hear(end.packet().state(BfdState.INIT).flag(BfdHeader.POLL));
            assertThat(end.session.state()).isEqualTo(BfdState.ADMIN_DOWN);
            assertThat(end.take()).isEmpty();
        }

        @Test
        void newStateIsToldAtOnce() {
            end.pass(300 * MS);
            end.take();
            end.hear(end.packet().state(BfdState.DOWN));
            assertThat(end.take()).singleElement().matches(s -> s.state() == BfdState.INIT);
        }
    }

    @Nested
    class Section6_8_7_Transmission {
        @Test
        void intervalsAreShortenedByUpToAQuarter() {
            end.bringTo(BfdState.UP);
            end.pass(100 * MS);
            end.take();
            end.passHearing(60 * SECOND, 100 * MS, end.packet());
            List<Sent> sent = end.take();
            assertThat(leastGap(sent)).isBetween(75 * MS, 76 * MS);
            assertThat(mostGap(sent)).isBetween(99 * MS, 100 * MS);
        }

        @Test
        void singlePacketIsNeverLate() {
            use(new BfdSettings(100_000, 100_000, 1));
            end.bringTo(BfdState.UP);
            end.pass(100 * MS);
            end.take();
            end.passHearing(60 * SECOND, 100 * MS, end.packet());
            List<Sent> sent = end.take();
            assertThat(leastGap(sent)).isBetween(75 * MS, 76 * MS);
            assertThat(mostGap(sent)).isBetween(89 * MS, 90 * MS);
        }

        @Test
        void peerThatWantsNoPacketsGetsNone() {
            end.bringTo(BfdState.UP);
            end.pass(50 * MS);
            end.hear(end.packet().intervals(100_000, 0));
            end.take();
            end.passHearing(SECOND, 100 * MS, end.packet().intervals(100_000, 0));
            assertThat(end.take()).isEmpty();
            assertThat(end.session.state()).isEqualTo(BfdState.UP);
        }

        @Test
        void peerInDemandModeGetsPollsAlone() {
            end.bringTo(BfdState.UP);
            PeerPacket demand = end.packet().flag(BfdHeader.DEMAND);
            end.hear(demand);
            end.pass(50 * MS);
            end.take();
            end.passHearing(SECOND, 100 * MS, demand);
            assertThat(end.take()).isEmpty();
            change(200, 100);
            end.passHearing(SECOND, 100 * MS, demand);
            assertThat(end.take()).isNotEmpty().allMatch(s -> s.has(BfdHeader.POLL));
        }

        @Test
        void offersNeitherDemandNorEchoNorAuthentication() {
            end.bringTo(BfdState.UP);
            end.passHearing(SECOND, 100 * MS, end.packet());
            assertThat(end.take())
                    .allMatch(
                            s -> s.word(20) == 0 && (s.bytes()[1] & 15) == 0 && s.bytes()[3] == 24);
        }
    }

    @Nested
    class Section6_8_16_AdministrativeControl {
        @Test
        void disabledTellsThePeerAndStaysSo() {
            end.bringTo(BfdState.UP);
            end.pass(20 * MS);
            end.take();
            end.sessions.disable(end.session, end.nowNs);
            end.passHearing(3 * SECOND, 100 * MS, end.packet());
            List<Sent> sent = end.take();
            assertThat(sent)
                    .hasSizeBetween(3, 6)
                    .allMatch(
                            s -> s.state() == BfdState.ADMIN_DOWN && s.bytes()[0] == (1 << 5 | 7));
            end.sessions.enable(end.session, end.nowNs);
            end.hear(end.packet().state(BfdState.DOWN));
            assertThat(end.session.state()).isEqualTo(BfdState.INIT);
        }

        @Test
        void removedSaysGoodbyeForADetectionTimeAndGoes() {
            end.bringTo(BfdState.UP);
            end.pass(20 * MS);
            end.take();
            end.sessions.remove(end.session, end.nowNs);
            end.passHearing(2900 * MS, 100 * MS, end.packet());
            assertThat(end.take())
                    .hasSizeGreaterThan(2)
                    .allMatch(s -> s.state() == BfdState.ADMIN_DOWN);
            end.pass(200 * MS);
            assertThat(end.sessions.sessions()).isEmpty();
            assertThat(end.hear(end.packet())).isEqualTo(BfdDrop.UNKNOWN_DISCRIMINATOR);
        }
    }
}
