/// Traffic made and watched with real programs: ping, curl, tcpdump, traceroute, and a small Python
/// server that tells its clients the address from which they seem to come.
@NullMarked
package io.hnvgateway.lab.traffic;

import org.jspecify.annotations.NullMarked;
