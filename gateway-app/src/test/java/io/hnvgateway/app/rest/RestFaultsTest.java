package io.hnvgateway.app.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.ClosedSessionException;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.server.ServiceRequestContext;
import org.junit.jupiter.api.Test;

class RestFaultsTest {

    @Test
    void aClientThatGoesAwayIsNoFaultOfTheGateway() {
        assertThat(status(ClosedSessionException.get())).isEqualTo(503);
    }

    @Test
    void whatNobodyExpectsIsOne() {
        assertThat(status(new IllegalStateException("a bug"))).isEqualTo(500);
    }

    private static int status(Throwable cause) {
        ServiceRequestContext context =
                ServiceRequestContext.of(HttpRequest.of(HttpMethod.GET, "/"));
        return new RestFaults()
                .onServiceException(context, cause)
                .aggregate()
                .join()
                .status()
                .code();
    }
}
