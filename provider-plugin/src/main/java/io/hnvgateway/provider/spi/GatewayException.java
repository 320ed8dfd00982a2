package io.hnvgateway.provider.spi;

import java.util.List;
import java.util.stream.Collectors;

/// A gateway did not do what it was asked for. The message says what was asked, and why not; it
/// holds no secret.
public abstract sealed class GatewayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private GatewayException(String message) {
        super(message);
    }

    private GatewayException(String message, Throwable cause) {
        super(message, cause);
    }

    /// Nothing answers, or not in time. Whether a change was made is not known: make it again, that
    /// is safe.
    public static final class Unreachable extends GatewayException {
        private static final long serialVersionUID = 1L;

        public Unreachable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// What answers does not prove to be the gateway. Nothing was sent to it.
    public static final class Untrusted extends GatewayException {
        private static final long serialVersionUID = 1L;

        public Untrusted(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// What answers does not speak this API.
    public static final class Unintelligible extends GatewayException {
        private static final long serialVersionUID = 1L;

        public Unintelligible(String message) {
            super(message);
        }
    }

    /// The calling thread was interrupted, or the session was closed.
    public static final class Cancelled extends GatewayException {
        private static final long serialVersionUID = 1L;

        public Cancelled(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// The gateway answered, and said no.
    public abstract static sealed class Answered extends GatewayException {
        private static final long serialVersionUID = 1L;

        private final int status;
        private final transient List<GatewayFault> faults;

        Answered(String asked, int status, List<GatewayFault> faults) {
            super(asked + ": " + status + " " + sentences(faults));
            this.status = status;
            this.faults = List.copyOf(faults);
        }

        private static String sentences(List<GatewayFault> faults) {
            String first =
                    faults.stream()
                            .limit(5)
                            .map(GatewayFault::toString)
                            .collect(Collectors.joining("; "));
            int more = faults.size() - 5;
            return more > 0 ? first + "; and " + more + " more" : first;
        }

        /// Of HTTP (RFC 9110).
        public int status() {
            return status;
        }

        /// What it said, the sum of it first; never empty.
        public List<GatewayFault> faults() {
            return faults;
        }

        /// Of the first fault, as `InvalidValue`.
        public String code() {
            return faults.getFirst().code();
        }

        /// Of the first fault.
        public String target() {
            return faults.getFirst().target();
        }
    }

    /// The token or certificate is not known there, or has ended.
    public static final class Unauthenticated extends Answered {
        private static final long serialVersionUID = 1L;

        public Unauthenticated(String asked, int status, List<GatewayFault> faults) {
            super(asked, status, faults);
        }
    }

    /// The credentials are of a role that may not do this.
    public static final class Forbidden extends Answered {
        private static final long serialVersionUID = 1L;

        public Forbidden(String asked, int status, List<GatewayFault> faults) {
            super(asked, status, faults);
        }
    }

    /// The resource does not exist, or not for this caller.
    public static final class NotFound extends Answered {
        private static final long serialVersionUID = 1L;

        public NotFound(String asked, int status, List<GatewayFault> faults) {
            super(asked, status, faults);
        }
    }

    /// The request is wrong: [#faults] says where.
    public static final class Refused extends Answered {
        private static final long serialVersionUID = 1L;

        public Refused(String asked, int status, List<GatewayFault> faults) {
            super(asked, status, faults);
        }
    }

    /// Something else holds the resource: others refer to it, or a change of it waits to be
    /// confirmed.
    public static final class Conflict extends Answered {
        private static final long serialVersionUID = 1L;

        public Conflict(String asked, int status, List<GatewayFault> faults) {
            super(asked, status, faults);
        }
    }

    /// It has another etag by now.
    public static final class PreconditionFailed extends Answered {
        private static final long serialVersionUID = 1L;

        public PreconditionFailed(String asked, int status, List<GatewayFault> faults) {
            super(asked, status, faults);
        }
    }

    /// It cannot at present, and could not for as long as it was tried.
    public static final class Busy extends Answered {
        private static final long serialVersionUID = 1L;

        public Busy(String asked, int status, List<GatewayFault> faults) {
            super(asked, status, faults);
        }
    }

    /// A fault of the gateway.
    public static final class Failed extends Answered {
        private static final long serialVersionUID = 1L;

        public Failed(String asked, int status, List<GatewayFault> faults) {
            super(asked, status, faults);
        }
    }
}
