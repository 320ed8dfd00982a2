package io.hnvgateway.lab.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TenantTrafficTest {
    private static TenantTraffic one(Carried carried) {
        return new TenantTraffic(Map.of("a", carried));
    }

    @Test
    void partsWhatWasForwardedByExecutor() throws JsonProcessingException {
        String rows = "[{'rdid': 'a', 'forwarded': 10, 'executed': 7}]".replace('\'', '"');
        TenantTraffic read = TenantTraffic.of(new ObjectMapper().readTree(rows));
        assertThat(read).isEqualTo(one(new Carried(7, 3)));
    }

    @Test
    void sumsWhatCameSinceTheEarlierReading() {
        TenantTraffic before = one(new Carried(5, 2));
        TenantTraffic after =
                new TenantTraffic(Map.of("a", new Carried(7, 3), "b", new Carried(1, 1)));
        assertThat(after.since(before)).isEqualTo(new Carried(3, 2));
    }

    @Test
    void takesCountersThatBeganAnewAsTheyStand() {
        assertThat(one(new Carried(1, 2)).since(one(new Carried(90, 9))))
                .isEqualTo(new Carried(1, 2));
    }

    @Test
    void findsTheWrongExecutor() {
        Carried bulk = new Carried(900, 30);
        assertThat(bulk.faultOfBulkByXdp()).isEmpty();
        assertThat(bulk.faultOfJavaAlone()).isPresent();
        assertThat(new Carried(0, 930).faultOfBulkByXdp()).isPresent();
        assertThat(new Carried(0, 930).faultOfJavaAlone()).isEmpty();
        assertThat(Carried.NOTHING.faultOfBulkByXdp()).isPresent();
    }
}
