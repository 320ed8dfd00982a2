/// Golden cases: folders `lab/cases/<name>` with what comes in, what must go out and what is
/// dropped, made by an independent tool (`lab/cases/make-cases.py`, scapy), and one runner that
/// plays them in memory and over real interfaces.
///
/// - `config.json`: connection string, the kernel's facts (links, addresses, routes, neighbours),
///   desired state, random seed, and changes with their time;
/// - `in.pcapng`, `out.pcapng`: one capture interface for each port, named as the port; the time
///   stamps of `in.pcapng` drive the fake clock;
/// - `drops.json`: drop reason → number of frames.
@NullMarked
package io.hnvgateway.lab.golden;

import org.jspecify.annotations.NullMarked;
