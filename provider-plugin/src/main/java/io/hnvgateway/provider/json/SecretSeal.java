package io.hnvgateway.provider.json;

import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.SecretText;

/// Makes a secret fit to be kept in a file. Without one, secrets are never written, and sealed ones
/// are not read.
public interface SecretSeal {

    /// @param place path of the property; the seal opens only there
    String seal(SecretText secret, String place);

    /// @throws InvalidValueException if it was not sealed by this one at this place
    SecretText open(String sealed, String place);
}
