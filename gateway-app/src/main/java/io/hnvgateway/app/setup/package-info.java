/// The first boot of an appliance: where its settings come from, the roles of its NICs, and the
/// wizard and status page of its console.
///
/// A setting ([Setting]) has one file, which the rest of the system reads, and sources
/// ([SettingSource]) that may give it from outside. [Gathering] asks them in a fixed order: the
/// first that says something new wins, is checked, and replaces the file whole ([WholeFile]). What
/// is refused changes nothing, and no source behind it is asked: an operator who gave a bad string
/// must see its faults, not a gateway that runs on another one. What each source said is kept as a
/// digest ([Seen]), so that a file edited since is not overwritten by what it was made of.
///
/// Every byte of a source is foreign: lengths are bounded before anything is read, values never
/// reach a log. All of it runs as root, in one thread, before or beside the gateway's process; no
/// class of the gateway's run time is touched.
@NullMarked
package io.hnvgateway.app.setup;

import org.jspecify.annotations.NullMarked;
