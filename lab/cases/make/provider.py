"""The provider network: neighbours that resolve late or never, live migration, Open vSwitch's form."""

import copy

from scapy.all import IP, UDP

from . import wire
from .network import *


def _to_data1(case, ident):
    inner = udp(WEB1, dst=DATA1.address, sport=40000 + ident)
    case.from_vm(WEB1, inner)
    return inner


def make():
    case = Case("neighbor-unresolved", "The destination's host never answers ARP.")
    case.without_neighbor(DATA1.pa)
    inner = _to_data1(case, 0)
    case.run_on_ms = 4000
    case.dropped("neighbor-unresolved")
    case.error_to(WEB1, inner, 3, 1)

    case = Case("neighbor-resolves", "Packets wait for the destination host's MAC and then leave in order.")
    everyone = case.neighbors
    case.without_neighbor(DATA1.pa)
    inners = [_to_data1(case, i) for i in range(3)]
    case.wait(500)
    case.change(neighbors=everyone)
    for inner in inners:
        case.to_vm(DATA1, wire.forwarded(inner))
    inner = _to_data1(case, 9)
    case.to_vm(DATA1, wire.forwarded(inner))
    case.run_on_ms = 4000

    case = Case("neighbor-hold-full", "Only so many packets wait for one neighbour (32).")
    everyone = case.neighbors
    case.without_neighbor(DATA1.pa)
    inners = [_to_data1(case, i) for i in range(35)]
    case.dropped("neighbor-hold-full", 3)
    case.wait(500)
    case.change(neighbors=everyone)
    for inner in inners[:32]:
        case.to_vm(DATA1, wire.forwarded(inner))
    case.run_on_ms = 4000

    case = Case("router-resolves", "Packets wait for the front end's router; the mapping is made once.")
    everyone = case.neighbors
    case.without_neighbor(ROUTER)
    inner = udp(WEB1)
    case.from_vm(WEB1, inner)
    case.wait(200)
    case.change(neighbors=everyone)
    case.to_outside(wire.translated(inner, src=CONTOSO.public, sport=case.nat_port(WEB1)))
    case.run_on_ms = 4000

    case = Case("live-migration", "The record's PA changes in the middle of a session: nothing else does.")
    inner = udp(WEB1)
    port = case.nat_port(WEB1)
    case.from_vm(WEB1, inner)
    case.to_outside(wire.translated(inner, src=CONTOSO.public, sport=port))
    reply = IP(src=E1, dst=CONTOSO.public, ttl=60, id=3, flags="DF") / UDP(sport=53, dport=port) / b"re"
    case.from_outside(reply)
    case.to_vm(WEB1, wire.translated(reply, dst=WEB1.address, dport=40000))
    moved = copy.deepcopy(case.state)
    records = moved["virtualNetworks"][0]["properties"]["lookupRecords"]
    records[0]["properties"]["providerAddress"] = "192.0.2.12"
    case.wait(10)
    case.change(desiredState=moved)
    case.from_outside(reply)
    case.to_vm(WEB1, wire.translated(reply, dst=WEB1.address, dport=40000), pa="192.0.2.12")
    case.from_vm(WEB1, inner)
    case.dropped("source-pa-mismatch")
    case.from_vm(WEB1, inner, pa="192.0.2.12")
    case.to_outside(wire.translated(inner, src=CONTOSO.public, sport=port))
