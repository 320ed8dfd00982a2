/// What happens in the gateway, for whoever watches: typed events in a bounded ring.
///
/// ```
///   compiler, conductor, control ──add──► EventLog (ring) ──► EventReader ──► hnvctl watch
/// ```
///
/// Adding costs a moment's lock and never waits for a reader; a reader that falls behind by more
/// than the ring holds loses the oldest events and is told how many. Workers do not add: what they
/// see goes to the conductor first. No event holds a secret.
@NullMarked
package io.hnvgateway.app.events;

import org.jspecify.annotations.NullMarked;
