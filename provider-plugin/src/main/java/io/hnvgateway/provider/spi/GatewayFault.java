package io.hnvgateway.provider.spi;

/// One thing that the gateway found wrong.
///
/// @param code as `InvalidValue`
/// @param message its sentence
/// @param target path of the property, relative to the resource; empty: the request itself
public record GatewayFault(String code, String message, String target) {

    /// As `properties.natPool: must be a prefix (InvalidValue)`.
    @Override
    public String toString() {
        String place = target.isEmpty() ? "" : target + ": ";
        return place + message + (code.isEmpty() ? "" : " (" + code + ")");
    }
}
