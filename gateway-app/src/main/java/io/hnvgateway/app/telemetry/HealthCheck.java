package io.hnvgateway.app.telemetry;

/// Looks whether one thing works; within a second.
interface HealthCheck {
    /// As `workers`.
    String label();

    /// Why it does not work: a sentence with what to do; empty: it works.
    ///
    /// @throws Exception it does not work, and the exception says why
    String fault() throws Exception;

    @FunctionalInterface
    interface Fault {
        String find() throws Exception;
    }

    static HealthCheck of(String label, Fault fault) {
        return new HealthCheck() {
            @Override
            public String label() {
                return label;
            }

            @Override
            public String fault() throws Exception {
                return fault.find();
            }
        };
    }
}
