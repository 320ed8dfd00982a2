/// The last applied desired state, kept over a restart.
///
/// One file in the state directory, mode 0600, in a directory of mode 0700: a header line with
/// format and SHA-256, then the canonical JSON. A save writes a file aside, syncs it, renames it
/// over the old one and syncs the directory, so that a crash at any point leaves the old or the new
/// state. A file that cannot be read whole is moved aside under a name with the time, and the
/// gateway starts empty.
@NullMarked
package io.hnvgateway.app.store;

import org.jspecify.annotations.NullMarked;
