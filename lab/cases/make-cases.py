#!/usr/bin/python3
"""Makes the golden cases with scapy (Debian's python3-scapy), independently of the gateway.

Run by hand after a case was added or changed; what it writes is committed. Prints the cases made.
"""

import shutil
import sys

from make import esp, frames, fragments, hosts, icmp, ipv6, nat, nat_limits, network, overlay, ovs, provider, routing, single_port, tagged, tunnels

for group in (frames, overlay, provider, routing, icmp, nat, nat_limits, fragments, ovs, single_port, ipv6, hosts, tagged, tunnels, esp):
    group.make()

names = [case.name for case in network.Case.all]
if len(set(names)) != len(names):
    sys.exit("two cases have one name: " + ", ".join(sorted({n for n in names if names.count(n) > 1})))
for folder in network.CASES.iterdir():
    if (folder / "config.json").exists() and folder.name not in names:
        shutil.rmtree(folder)
for case in network.Case.all:
    case.save()
print(f"{len(names)} cases: " + ", ".join(sorted(names)))
