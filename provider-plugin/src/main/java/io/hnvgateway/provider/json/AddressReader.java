package io.hnvgateway.provider.json;

import io.hnvgateway.provider.resource.AllocationMethod;
import io.hnvgateway.provider.resource.ProviderAddress;
import io.hnvgateway.provider.resource.PublicIpAddress;
import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.ValueForm;
import io.hnvgateway.provider.value.ValueParser;
import io.hnvgateway.provider.value.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads public addresses and announced provider addresses.
final class AddressReader {
    private static final ValueParser<String> VERSION4 =
            ((ValueParser<String>) AddressReader::version4)
                    .as(new ValueForm.Choice(List.of("IPv4")));

    private AddressReader() {}

    static @Nullable PublicIpAddress publicAddress(String id, PropertyReader properties) {
        properties.skip("ipConfiguration");
        AllocationMethod method =
                properties.required(
                        "publicIPAllocationMethod", Values.oneOf(AllocationMethod.class));
        properties.optional("publicIPAddressVersion", VERSION4);
        IpAddress address =
                method == AllocationMethod.STATIC
                        ? properties.required("ipAddress", IpAddress::parseIpv4)
                        : properties.optional("ipAddress", IpAddress::parseIpv4);
        if (method == null || (method == AllocationMethod.STATIC && address == null)) {
            return null;
        }
        return new PublicIpAddress(id, method, address);
    }

    static @Nullable ProviderAddress providerAddress(String id, PropertyReader properties) {
        IpAddress address = properties.required("address", IpAddress::parse);
        return address == null ? null : new ProviderAddress(id, address);
    }

    private static String version4(String text) {
        if (!text.equalsIgnoreCase("IPv4")) {
            throw new InvalidValueException(
                    "must be IPv4",
                    "addresses and ports are translated for IPv4 only; IPv6 goes out by directRouting"
                            + " or prefixTranslations of the virtual gateway");
        }
        return text;
    }
}
