package io.hnvgateway.app.rest;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.stream.CancelledSubscriptionException;
import com.linecorp.armeria.common.stream.ClosedStreamException;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.RequestTimeoutException;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers what the HTTP library refuses by itself, in the form of all other errors and without a
/// word of its own.
final class RestFaults implements ServerErrorHandler {
    private static final Logger LOG = LoggerFactory.getLogger(RestFaults.class);

    @Override
    public HttpResponse onServiceException(ServiceRequestContext context, Throwable cause) {
        return switch (cause) {
            case RequestTimeoutException _ ->
                    response(HttpStatus.SERVICE_UNAVAILABLE, "the answer took too long")
                            .toHttpResponse();
            // it went away: nobody reads this, and strangers are not to fill the log
            case ClosedStreamException _, CancelledSubscriptionException _ ->
                    response(HttpStatus.SERVICE_UNAVAILABLE, "the connection ended")
                            .toHttpResponse();
            case HttpStatusException status ->
                    response(status.httpStatus(), status.httpStatus().reasonPhrase())
                            .toHttpResponse();
            default -> {
                LOG.warn("event=request-failed reason=\"{}\"", cause.toString());
                yield response(HttpStatus.INTERNAL_SERVER_ERROR, "the gateway's log says why")
                        .toHttpResponse();
            }
        };
    }

    @Override
    public AggregatedHttpResponse onProtocolViolation(
            ServiceConfig config,
            @Nullable RequestHeaders headers,
            HttpStatus status,
            @Nullable String description,
            @Nullable Throwable cause) {
        return response(status, status.reasonPhrase());
    }

    @Override
    public AggregatedHttpResponse renderStatus(
            @Nullable ServiceRequestContext context,
            ServiceConfig config,
            @Nullable RequestHeaders headers,
            HttpStatus status,
            @Nullable String description,
            @Nullable Throwable cause) {
        return response(status, status.reasonPhrase());
    }

    private static AggregatedHttpResponse response(HttpStatus status, String message) {
        var headers =
                ResponseHeaders.builder(status)
                        .add("content-type", "application/json; charset=utf-8");
        SecurityHeaders.ALL.forEach(headers::add);
        String code = status.reasonPhrase().replace(" ", "");
        return AggregatedHttpResponse.of(
                headers.build(), HttpData.wrap(RestError.body(code, message)));
    }
}
