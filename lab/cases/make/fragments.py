"""Fragments: through NAT and routing in any order, and those that are refused."""

from scapy.all import IP, TCP, UDP, Raw

from . import wire
from .network import *


def _pieces(ip, size):
    """Fragments of an IP packet with `size` bytes of payload each (a multiple of 8)."""
    ip = IP(wire.raw(ip))
    payload = wire.raw(ip.payload)
    pieces = []
    for at in range(0, len(payload), size):
        more = "MF" if at + size < len(payload) else 0
        piece = IP(src=ip.src, dst=ip.dst, ttl=ip.ttl, id=ip.id, proto=ip.proto, flags=more, frag=at // 8)
        pieces.append(IP(wire.raw(piece / Raw(payload[at : at + size]))))
    return pieces


def _datagram(src, dst, sport, dport, ident, size, ttl=64):
    return IP(src=src, dst=dst, ttl=ttl, id=ident) / UDP(sport=sport, dport=dport) / bytes(
        i * 7 & 255 for i in range(size)
    )


def make():
    _through()
    _cut()
    _refused()
    _limits()


def _through():
    for name, what, order in (
        ("in-order", "in order", (0, 1, 2)),
        ("head-last", "the first one last: the others wait for it", (2, 1, 0)),
    ):
        case = Case(f"nat-fragments-{name}", f"A fragmented datagram through NAT, {what}; and the answer.")
        port = case.nat_port(WEB1)
        whole = _datagram(WEB1.address, E1, 40000, 53, 11, 1100)
        inside = _pieces(whole, 400)
        outside = _pieces(wire.translated(whole, src=CONTOSO.public, sport=port), 400)
        for i in order:
            case.from_vm(WEB1, inside[i])
        for i in (0, 1, 2) if order[0] == 0 else (0, 2, 1):
            case.to_outside(outside[i])
        answer = _datagram(E1, CONTOSO.public, 53, port, 12, 1100, ttl=60)
        arriving = _pieces(answer, 400)
        leaving = _pieces(wire.translated(answer, dst=WEB1.address, dport=40000), 400)
        for i in order:
            case.from_outside(arriving[i])
        for i in (0, 1, 2) if order[0] == 0 else (0, 2, 1):
            case.to_vm(WEB1, leaving[i])

    case = Case("fragments-between-subnets", "A fragmented datagram between two virtual subnets, in order.")
    for piece in _pieces(_datagram(WEB1.address, DATA1.address, 1, 2, 13, 1000), 400):
        case.from_vm(WEB1, piece)
        case.to_vm(DATA1, wire.forwarded(piece))


def _cut():
    case = Case("fragmentation-inbound", "1500 bytes with DF clear towards a VM of 1458: two fragments.")
    big = _datagram(E1, DATA1.address, 53, 40000, 14, 1472, ttl=60)
    case.from_outside(big)
    for piece in _pieces(wire.forwarded(big), 1432):
        case.to_vm(DATA1, piece)

    case = Case("fragmentation-nat", "The same through NAT, with the translated checksum in the first one.")
    inner = udp(WEB1)
    port = case.nat_port(WEB1)
    case.from_vm(WEB1, inner)
    case.to_outside(wire.translated(inner, src=CONTOSO.public, sport=port))
    big = _datagram(E1, CONTOSO.public, 53, port, 15, 1472, ttl=60)
    case.from_outside(big)
    for piece in _pieces(wire.translated(big, dst=WEB1.address, dport=40000), 1432):
        case.to_vm(WEB1, piece)

    case = Case("fragmentation-outbound", "A front end of MTU 1300 and a VM's datagram with DF clear.")
    case.links[1]["mtuBytes"] = 1300
    big = _datagram(DATA1.address, E1, 40000, 53, 16, 1400)
    case.from_vm(DATA1, big)
    for piece in _pieces(wire.forwarded(big), 1280):
        case.to_outside(piece)

    case = Case(
        "fragmentation-nat-outbound",
        "Two VMs' datagrams of one identification, cut behind one address: two (RFC 6864 5.3).",
    )
    case.links[1]["mtuBytes"] = 1300
    for vm, ident in ((WEB1, 16), (WEB2, 17)):
        big = _datagram(vm.address, E1, 40000, 53, 16, 1400)
        case.from_vm(vm, big)
        left = wire.translated(big, src=CONTOSO.public, sport=case.nat_port(vm))
        left.id = ident
        for piece in _pieces(left, 1280):
            case.to_outside(piece)


def _refused():
    case = Case("fragment-tiny", "First fragments without a whole transport header, and one that overwrites it.")
    tcp = wire.raw(IP(src=WEB1.address, dst=E1) / TCP(sport=5, dport=80, flags="S"))[20:]
    for proto, payload, frag, more in (
        (6, tcp[:8], 0, "MF"),
        (6, tcp[:16], 0, "MF"),
        (6, tcp[8:16], 1, "MF"),
        (6, tcp[16:], 2, 0),
        (17, b"", 0, "MF"),
    ):
        piece = IP(src=WEB1.address, dst=E1, id=21, proto=proto, flags=more, frag=frag) / Raw(payload)
        case.from_vm(WEB1, piece)
    case.dropped("fragment-tiny", 5)
    leaves(case, WEB1)

    case = Case("fragment-overlap", "A fragment that repeats bytes seen before.")
    pieces = _pieces(_datagram(WEB1.address, DATA1.address, 1, 2, 22, 1000), 400)
    case.from_vm(WEB1, pieces[0])
    case.to_vm(DATA1, wire.forwarded(pieces[0]))
    case.from_vm(WEB1, pieces[0])
    shifted = pieces[1].copy()
    shifted.frag -= 1
    del shifted.chksum
    case.from_vm(WEB1, shifted)
    case.dropped("fragment-overlap", 2)
    case.from_vm(WEB1, pieces[1])
    case.to_vm(DATA1, wire.forwarded(pieces[1]))

    case = Case("fragment-beyond-64k", "A fragment that would end behind 65535 bytes.")
    piece = IP(src=WEB1.address, dst=DATA1.address, id=23, proto=17, frag=8190) / Raw(bytes(64))
    case.from_vm(WEB1, piece)
    case.dropped("bad-ip-header")


def _limits():
    case = Case("fragment-timeout", "Later fragments whose first one never comes are dropped after 15 s.")
    pieces = _pieces(_datagram(WEB1.address, DATA1.address, 1, 2, 24, 1000), 400)
    for piece in pieces[1:]:
        case.from_vm(WEB1, piece)
    case.run_on_ms = 16_000
    case.dropped("fragment-timeout", 2)

    case = Case("fragment-limit", "Only 64 fragments of a compartment wait; the other tenant's still do.")
    for ident in range(70):
        pieces = _pieces(_datagram(WEB1.address, DATA1.address, 1, 2, 100 + ident, 600), 400)
        case.from_vm(WEB1, pieces[1])
    case.dropped("fragment-limit", 6)
    whole = _datagram(WOOD1.address, E1, 40000, 53, 25, 600)
    port = case.nat_port(WOOD1)
    outside = _pieces(wire.translated(whole, src=WOODGROVE.public, sport=port), 400)
    inside = _pieces(whole, 400)
    case.from_vm(WOOD1, inside[1])
    case.from_vm(WOOD1, inside[0])
    case.to_outside(outside[0])
    case.to_outside(outside[1])
    case.run_on_ms = 16_000
    case.dropped("fragment-timeout", 64)
