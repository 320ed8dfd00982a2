package io.hnvgateway.app.telemetry;

/// Something whose figures stand on the metrics page: read when the page is, kept nowhere.
@FunctionalInterface
interface Figures {
    /// @throws Exception this part of the page is left out, and the page says so
    void into(Samples samples) throws Exception;
}
