package io.hnvgateway.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.app.capture.CaptureRefusedException;
import io.hnvgateway.app.capture.CaptureResult;
import io.hnvgateway.app.capture.CaptureSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;

/// `diagnostics/capture`: answers a file, which is held in memory until then.
record CaptureRequests(CaptureSource captures) {
    static final String PCAPNG = "application/x-pcapng";
    static final int MOST_SECONDS = 60;
    static final int LEAST_BYTES = 4096;
    static final int MOST_BYTES = 8 << 20;

    ApiAnswer answer(ApiRequest request) {
        JsonNode wish = Bodies.object(Bodies.json(request), "", "tenant", "seconds", "bytes");
        String tenant = text(wish, "tenant");
        if (tenant.isBlank()) {
            throw ApiError.badRequest(
                    "MissingProperty", "tenant: is missing: a name or a routing domain", "tenant");
        }
        int seconds = number(wish, "seconds", 0, 1, MOST_SECONDS);
        int bytes = number(wish, "bytes", MOST_BYTES, LEAST_BYTES, MOST_BYTES);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        CaptureResult result = capture(tenant, Duration.ofSeconds(seconds), bytes, file);
        return Answers.of(
                200,
                PCAPNG,
                file.toByteArray(),
                Map.of(
                        "content-disposition",
                        "attachment; filename=\"capture.pcapng\"",
                        "x-hnv-frames",
                        Long.toString(result.frames()),
                        "x-hnv-frames-lost",
                        Long.toString(result.lost())));
    }

    private CaptureResult capture(
            String tenant, Duration time, int bytes, ByteArrayOutputStream file) {
        try {
            return captures.capture(tenant, time, bytes, file);
        } catch (CaptureRefusedException e) {
            String why = String.valueOf(e.getMessage());
            throw e.isForNow()
                    ? ApiError.of(409, "CaptureUnderWay", why)
                    : ApiError.badRequest("InvalidValue", why, "tenant");
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory can be written
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw ApiError.of(503, "Stopping", "the gateway stops");
        }
    }

    private static String text(JsonNode wish, String name) {
        JsonNode value = TreeEdit.field(wish, name);
        return value == null ? "" : value.asText();
    }

    /// @param ifAbsent one that is out of the range: it must be there
    private static int number(JsonNode wish, String name, int ifAbsent, int least, int most) {
        String text = text(wish, name);
        int value = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
        if (text.isEmpty()) {
            value = ifAbsent;
        }
        if (value < least || value > most) {
            throw ApiError.badRequest(
                    "InvalidValue", name + ": must be " + least + ".." + most, name);
        }
        return value;
    }
}
