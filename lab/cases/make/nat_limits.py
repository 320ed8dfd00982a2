"""NAT: what happens when ports, quotas or the table run out."""

from scapy.all import IP, UDP

from . import wire
from .network import *


def make():
    case = Case("nat-ports-exhausted", "Inbound rules hold every UDP port: no mapping is left; ICMP 3/13.")
    case.balancer(CONTOSO)["inboundNatRules"] = [
        inbound_rule("all", CONTOSO, "UDP", (1024, 65535), 1024, WEB2.address)
    ]
    inner = udp(WEB1)
    case.from_vm(WEB1, inner)
    case.dropped("nat-ports-exhausted")
    case.error_to(WEB1, inner, 3, 13)
    leaves(case, WOOD1)

    case = Case("nat-port-quota", "maxPorts 2: the third inside port gets ICMP 3/13, the other tenant goes on.")
    case.gateway(CONTOSO)["nat"] = {"maxPorts": 2}
    leaves(case, WEB1, sport=1001)
    leaves(case, WEB1, sport=1002)
    inner = udp(WEB1, sport=1003)
    case.from_vm(WEB1, inner)
    case.dropped("nat-port-quota")
    case.error_to(WEB1, inner, 3, 13)
    leaves(case, WOOD1)

    case = Case("nat-session-quota", "maxSessions 2: the third destination gets ICMP 3/13, the first two go on.")
    case.gateway(CONTOSO)["nat"] = {"maxSessions": 2}
    port = case.nat_port(WEB1)
    for dport in (53, 54):
        inner = udp(WEB1, dport=dport)
        case.from_vm(WEB1, inner)
        case.to_outside(wire.translated(inner, src=CONTOSO.public, sport=port))
    inner = udp(WEB1, dport=55)
    case.from_vm(WEB1, inner)
    case.dropped("nat-session-quota")
    case.error_to(WEB1, inner, 3, 13)
    inner = udp(WEB1, dport=53)
    case.from_vm(WEB1, inner)
    case.to_outside(wire.translated(inner, src=CONTOSO.public, sport=port))
    leaves(case, WOOD1)

    what = "The table is full but for the reserve of others (1/16): ICMP 3/13, nobody is thrown out."
    case = Case("nat-table-full", what)
    case.connection["Sessions"] = "1024"
    port = case.nat_port(WEB1)
    for i in range(1024 - 64):
        inner = udp(WEB1, dport=2000 + i, data=b"")
        case.from_vm(WEB1, inner)
        case.to_outside(wire.translated(inner, src=CONTOSO.public, sport=port))
    inner = udp(WEB1, dport=9999)
    case.from_vm(WEB1, inner)
    case.dropped("nat-table-full")
    case.error_to(WEB1, inner, 3, 13)
    reply = IP(src=E1, dst=CONTOSO.public, ttl=60, flags="DF") / UDP(sport=2000, dport=port) / b"re"
    case.from_outside(reply)
    case.to_vm(WEB1, wire.translated(reply, dst=WEB1.address, dport=40000))
    leaves(case, WOOD1)
