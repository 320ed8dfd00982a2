/// JSON ↔ desired state.
///
/// Lenient in form, strict in meaning. Accepted: keys in any case, numbers and booleans as strings,
/// `resourceID`, null items in lists, the envelope's and the server's own properties (`etag`,
/// `provisioningState`, …; they are not desired state and are skipped). Refused, each by name and
/// path: an id or a key twice, an unknown property, and every property that this version would not
/// enforce, with the sentence what it would take ([io.hnvgateway.provider.json.Unsupported]).
/// Nothing is ignored in silence.
///
/// Reading goes on behind a fault. A resource with an unreadable mandatory property is left out of
/// the state and its path is kept in [io.hnvgateway.provider.json.DesiredStateDocument#unreadable],
/// so that the validation of the rest does not blame those that refer to it.
///
/// Sizes are bounded before anything is built: bytes, nesting, lengths of names, strings and
/// numbers, number of faults.
@NullMarked
package io.hnvgateway.provider.json;

import org.jspecify.annotations.NullMarked;
