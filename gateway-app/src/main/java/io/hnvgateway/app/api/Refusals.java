package io.hnvgateway.app.api;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes errors of faults.
final class Refusals {
    private Refusals() {}

    /// @param request the one resource that was put or deleted; null: there were several
    static ApiError of(List<Fault> faults, @Nullable ResourcePath request, boolean deletion) {
        List<ApiError.Detail> details =
                faults.stream().map(fault -> detail(fault, request)).toList();
        if (faults.stream().anyMatch(Refusals::isOfStore)) {
            return ApiError.of(503, with(details.getFirst(), "StoreUnavailable"), details)
                    .with("retry-after", "5");
        }
        if (isOf(faults, FaultCode.UNCONFIRMED)) {
            return ApiError.of(409, details.getFirst(), details);
        }
        if (isOf(faults, FaultCode.VERSION_NOT_FOUND)) {
            return ApiError.of(404, details.getFirst(), details);
        }
        ApiError.Detail full =
                details.stream().filter(Refusals::isCapacity).findFirst().orElse(null);
        if (full != null) {
            return ApiError.of(409, full, details);
        }
        if (request != null && isUseByOthers(faults, request, deletion)) {
            return ApiError.of(409, with(details.getFirst(), "ResourceInUse"), details);
        }
        boolean alike = details.stream().map(ApiError.Detail::code).distinct().count() == 1;
        ApiError.Detail first = details.getFirst();
        return ApiError.of(400, alike ? first : with(first, "InvalidRequest"), details);
    }

    /// Of a batch: what concerns one of its requests is named by its number.
    static ApiError of(List<Fault> faults, BatchTargets requests) {
        return of(faults, null, false).aimed(requests::target);
    }

    private static boolean isCapacity(ApiError.Detail detail) {
        return detail.code().equals(FaultCode.CAPACITY_EXCEEDED.label());
    }

    private static boolean isOfStore(Fault fault) {
        return fault.path().equals("StateDirectory") || fault.code() == FaultCode.NOT_STORED;
    }

    private static boolean isOf(List<Fault> faults, FaultCode code) {
        return faults.stream().allMatch(fault -> fault.code() == code);
    }

    /// What is taken away is missed elsewhere.
    private static boolean isUseByOthers(
            List<Fault> faults, ResourcePath request, boolean deletion) {
        return faults.stream()
                .allMatch(fault ->
                        !isWithin(fault.path(), request)
                                && (deletion || fault.code() == FaultCode.REFERENCE_NOT_FOUND));
    }

    private static ApiError.Detail with(ApiError.Detail detail, String code) {
        return new ApiError.Detail(code, detail.message(), detail.target());
    }

    private static ApiError.Detail detail(Fault fault, @Nullable ResourcePath request) {
        String target =
                request == null || !isWithin(fault.path(), request)
                        ? fault.path()
                        : relative(fault.path(), prefix(fault.path(), request));
        return new ApiError.Detail(fault.code().label(), fault.toString(), target);
    }

    private static boolean isWithin(String path, ResourcePath request) {
        return prefix(path, request) > 0;
    }

    /// How many characters of the fault's path lead to the resource; 0: it is elsewhere. An item of
    /// which no id was read is named by its position, which is the first.
    private static int prefix(String path, ResourcePath request) {
        for (String own : List.of(request.faultPath(), request.top().kind().name() + "[0]")) {
            boolean begins = path.regionMatches(true, 0, own, 0, own.length());
            if (begins && (path.length() == own.length() || path.charAt(own.length()) == '.')) {
                return own.length();
            }
        }
        return 0;
    }

    private static String relative(String path, int prefix) {
        return path.length() == prefix ? "" : path.substring(prefix + 1);
    }
}
