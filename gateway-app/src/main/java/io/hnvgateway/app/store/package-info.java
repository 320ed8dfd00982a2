/// The last applied desired state and the changes that led to it, kept over a restart.
///
/// One file in the state directory, mode 0600, in a directory of mode 0700: a header line with
/// format, number of the last journal and version that are in it and SHA-256, then the canonical
/// JSON. Beside it the journals of later changes, a line each, synced before the change is
/// published; those that grew as long as the state are written into it in the background, and stay
/// as its history ([io.hnvgateway.app.store.FileHistory]) within bounds. A save writes a file
/// aside, syncs it, renames it over the old one and syncs the directory, so that a crash at any
/// point leaves the old or the new state. A file that cannot be read whole is moved aside under a
/// name with the time, and the gateway starts empty. Secrets stand in these files sealed only
/// ([io.hnvgateway.app.store.SecretBox]).
@NullMarked
package io.hnvgateway.app.store;

import org.jspecify.annotations.NullMarked;
