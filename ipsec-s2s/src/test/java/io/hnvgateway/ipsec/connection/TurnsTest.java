package io.hnvgateway.ipsec.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TurnsTest {
    private final Turns turns = new Turns();

    @Test
    @Timeout(30)
    void aTenantThatWaitsForItselfKeepsNobodyElseWaiting() throws InterruptedException {
        turns.take("contoso/1");
        CountDownLatch second = new CountDownLatch(1);
        for (int i = 2; i < 100; i++) {
            queue("contoso/" + i, second);
        }
        turns.take("fabrikam/1");
        turns.take("woodgrove/1");
        assertThat(second.getCount()).as("one of a tenant").isEqualTo(1);
        turns.giveBack("contoso/1");
        assertThat(second.await(20, TimeUnit.SECONDS)).as("the next one's turn").isTrue();
    }

    private void queue(String connection, CountDownLatch done) {
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        turns.take(connection);
                        done.countDown();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }
}
