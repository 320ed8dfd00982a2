"""What the gateway answers itself: ping, traceroute, errors that a router owes, MTU and MSS."""

from scapy.all import ICMP, IP, TCP, UDP, Raw, fragment

from . import wire
from .network import *


def make():
    _local()
    _ttl()
    _limits()
    _mtu()
    _mss()


def _ping(vm, dst, ident=77, data=b"abcdefgh"):
    return IP(src=vm.address, dst=dst, ttl=64, id=5, flags="DF") / ICMP(id=ident, seq=3) / data


def _pong(ping):
    """Echo reply of the gateway itself: TTL 64, DF, ID 0, data unchanged."""
    ping = IP(wire.raw(ping))
    reply = IP(src=ping.dst, dst=ping.src, ttl=64, id=0, flags="DF")
    return reply / ICMP(type=0, id=ping[ICMP].id, seq=ping[ICMP].seq) / ping[ICMP].payload


def _local():
    case = Case("ping-gateway", "A VM pings the gateway's address, with even and odd length and no data.")
    for data in (b"abcdefgh", b"odd", b""):
        ping = _ping(WEB1, CONTOSO.gateway, data=data)
        case.from_vm(WEB1, ping)
        case.to_vm(WEB1, _pong(ping))
    ping = _ping(WOOD1, WOODGROVE.gateway)
    case.from_vm(WOOD1, ping)
    case.to_vm(WOOD1, _pong(ping))

    case = Case("ping-gateway-ttl-1", "TTL 1 is enough to reach the gateway itself.")
    ping = _ping(WEB1, CONTOSO.gateway)
    ping.ttl = 1
    case.from_vm(WEB1, ping)
    case.to_vm(WEB1, _pong(ping))

    case = Case("ping-public-address", "The outside pings a public address: the gateway answers.")
    for data in (b"abcdefgh", b"odd"):
        ping = IP(src=E1, dst=CONTOSO.public, ttl=60, id=5, flags="DF") / ICMP(id=77, seq=3) / data
        case.from_outside(ping)
        case.to_outside(_pong(ping))

    case = Case("ping-front-end-address", "A VM may ping the gateway's front-end address, and no more.")
    ping = _ping(WEB1, FRONT_ADDRESS)
    case.from_vm(WEB1, ping)
    case.to_vm(WEB1, _pong(ping))

    case = Case("local-unsupported", "UDP to the gateway ends a traceroute; TCP gets no answer.")
    probe = udp(WEB1, dst=CONTOSO.gateway, dport=33434)
    case.from_vm(WEB1, probe)
    case.error_to(WEB1, probe, 3, 3)
    syn = IP(src=WEB1.address, dst=CONTOSO.gateway, flags="DF") / TCP(sport=5, dport=22, flags="S")
    case.from_vm(WEB1, syn)
    case.dropped("local-unsupported", 2)
    leaves(case, WEB1)

    case = Case("no-bgp-peer", "BGP to the gateway from who is no peer, opening or answering: no answer.")
    for ports in ({"sport": 40000, "dport": 179}, {"sport": 179, "dport": 40000}):
        for ttl in (1, 255):
            case.from_vm(WEB1, IP(src=WEB1.address, dst=CONTOSO.gateway, ttl=ttl, flags="DF") / TCP(flags="S", **ports))
    case.dropped("no-bgp-peer", 4)
    leaves(case, WEB1)


def _ttl():
    case = Case("ttl-expired", "TTL 1 and 0 from a VM and from outside: time exceeded to the sender.")
    for ttl in (1, 0):
        inner = udp(WEB1, ttl=ttl)
        case.from_vm(WEB1, inner)
        case.error_to(WEB1, inner, 11, 0)
        inner = udp(WEB1, dst=DATA1.address, ttl=ttl)
        case.from_vm(WEB1, inner)
        case.error_to(WEB1, inner, 11, 0)
        outer = IP(src=E1, dst=DATA1.address, ttl=ttl, flags="DF") / UDP(sport=53, dport=40000)
        case.from_outside(outer)
        case.to_outside(wire.icmp_error(outer, FRONT_ADDRESS, 11, 0))
    case.dropped("ttl-expired", 6)
    leaves(case, WEB1)

    case = Case("traceroute-through", "Probes with TTL 1, 2: the first ends here, the second goes on.")
    first = udp(WEB1, dport=33434, ttl=1, data=bytes(32))
    case.from_vm(WEB1, first)
    case.error_to(WEB1, first, 11, 0)
    case.dropped("ttl-expired")
    leaves(case, WEB1, dport=33435, ttl=2, data=bytes(32))

    case = Case("error-quotes-576-bytes", "An ICMP error carries as much of a long packet as fits 576 bytes.")
    inner = udp(WEB1, ttl=1, data=bytes(range(250)) * 5)
    case.from_vm(WEB1, inner)
    case.error_to(WEB1, inner, 11, 0)
    case.dropped("ttl-expired")

    case = Case("no-error-about-errors", "No ICMP error about an ICMP error or a later fragment.")
    about = IP(src=E1, dst=WEB1.address) / UDP(sport=1, dport=2) / b"12345678"
    error = IP(src=WEB1.address, dst=E1, ttl=1, flags="DF") / ICMP(type=3, code=3) / about
    case.from_vm(WEB1, error)
    first = IP(src=WEB1.address, dst=E1, ttl=1, id=4, flags="MF") / UDP(sport=1, dport=2, len=40) / bytes(16)
    case.from_vm(WEB1, first)
    case.error_to(WEB1, first, 11, 0)
    case.from_vm(WEB1, IP(src=WEB1.address, dst=E1, ttl=1, id=4, frag=3, proto=17) / Raw(bytes(16)))
    case.dropped("ttl-expired", 3)


def _limits():
    case = Case("error-limit", "ICMP errors to one compartment are limited (50 at once), the other's are not.")
    case.step = 0
    for i in range(60):
        inner = udp(WEB1, sport=30000 + i, ttl=1)
        case.from_vm(WEB1, inner)
        if i < 50:
            case.error_to(WEB1, inner, 11, 0)
    inner = udp(WOOD1, ttl=1)
    case.from_vm(WOOD1, inner)
    case.error_to(WOOD1, inner, 11, 0)
    case.dropped("ttl-expired", 61)

    case = Case("answer-limit", "Pings and ARP to the gateway are limited for each compartment (200 at once).")
    case.step = 0
    for i in range(205):
        ping = _ping(WEB1, CONTOSO.gateway, ident=i)
        case.from_vm(WEB1, ping)
        if i < 200:
            case.to_vm(WEB1, _pong(ping))
    case.from_vm(WEB1, arp(1, WEB1.mac, WEB1.address, CONTOSO.gateway), kind=0x0806)
    case.dropped("answer-limit", 6)
    ping = _ping(WOOD1, WOODGROVE.gateway)
    case.from_vm(WOOD1, ping)
    case.to_vm(WOOD1, _pong(ping))


def _mtu():
    case = Case("too-big-inbound", "From outside, DF set, 1459 bytes: longer than a VM's 1458.")
    big = IP(src=E1, dst=DATA1.address, ttl=60, flags="DF") / UDP(sport=53, dport=40000) / bytes(1431)
    case.from_outside(big)
    case.to_outside(wire.icmp_error(big, FRONT_ADDRESS, 3, 4, VM_MTU))
    case.dropped("too-big")
    fits = IP(src=E1, dst=DATA1.address, ttl=60, flags="DF") / UDP(sport=53, dport=40000) / bytes(1430)
    case.from_outside(fits)
    case.to_vm(DATA1, wire.forwarded(fits))

    case = Case("too-big-nat", "The same towards a mapping: the error quotes the packet as it came.")
    inner = udp(WEB1)
    port = case.nat_port(WEB1)
    case.from_vm(WEB1, inner)
    case.to_outside(wire.translated(inner, src=CONTOSO.public, sport=port))
    big = IP(src=E1, dst=CONTOSO.public, ttl=60, flags="DF") / UDP(sport=53, dport=port) / bytes(1431)
    case.from_outside(big)
    case.to_outside(wire.icmp_error(big, FRONT_ADDRESS, 3, 4, VM_MTU))
    case.dropped("too-big")

    case = Case("too-big-outbound", "The front end's MTU is 1300: the VM is told so, with its own packet quoted.")
    case.links[1]["mtuBytes"] = 1300
    for vm in (WEB1, DATA1):
        inner = udp(vm, data=bytes(1273))
        case.from_vm(vm, inner)
        case.error_to(vm, inner, 3, 4, 1300)
    case.dropped("too-big", 2)
    leaves(case, WEB1, data=bytes(1272))

    case = Case("too-big-between-subnets", "backEnd.mtu 1400 holds between two VMs too.")
    case.gateway(CONTOSO)["backEnd"] = {"mtu": 1400}
    inner = udp(WEB1, dst=DATA1.address, data=bytes(1373))
    case.from_vm(WEB1, inner)
    case.error_to(WEB1, inner, 3, 4, 1400)
    case.dropped("too-big")
    inner = udp(WEB1, dst=DATA1.address, data=bytes(1372))
    case.from_vm(WEB1, inner)
    case.to_vm(DATA1, wire.forwarded(inner))


def _syn(src, dst, mss, flags="S", sport=1000, dport=80, ahead=()):
    options = [*ahead, ("MSS", mss), ("SAckOK", b"")]
    return IP(src=src, dst=dst, ttl=60, flags="DF") / TCP(sport=sport, dport=dport, flags=flags, options=options)


def _clamped(ip, mss):
    """MSS lowered where it stands; length and order of the options unchanged."""
    ip = IP(wire.raw(ip))
    ip[TCP].options = [(n, mss) if n == "MSS" else (n, v) for n, v in ip[TCP].options]
    return ip


def _mss():
    clamp = VM_MTU - 40
    case = Case("mss-clamp", "The MSS of SYN and SYN-ACK is lowered to what a VM can carry, both ways.")
    there = _syn(DATA1.address, E1, 1460)
    case.from_vm(DATA1, there)
    case.to_outside(wire.forwarded(_clamped(there, clamp)))
    back = _syn(E1, DATA1.address, 1460, "SA", 80, 1000)
    case.from_outside(back)
    case.to_vm(DATA1, wire.forwarded(_clamped(back, clamp)))
    small = _syn(DATA1.address, E1, 1200, sport=1001)
    case.from_vm(DATA1, small)
    case.to_outside(wire.forwarded(small))
    odd = _syn(DATA1.address, E1, 1460, sport=1002, ahead=[("NOP", None)])
    case.from_vm(DATA1, odd)
    case.to_outside(wire.forwarded(_clamped(odd, clamp)))

    case = Case("mss-clamp-nat", "The clamp and the translation of one SYN give one right checksum.")
    syn = _syn(WEB1.address, E1, 1460)
    port = case.nat_port(WEB1, TCP, syn.sport)
    case.from_vm(WEB1, syn)
    case.to_outside(wire.translated(_clamped(syn, clamp), src=CONTOSO.public, sport=port))
    answer = _syn(E1, CONTOSO.public, 8960, "SA", 80, port)
    case.from_outside(answer)
    case.to_vm(WEB1, wire.translated(_clamped(answer, clamp), dst=WEB1.address, dport=1000))

    case = Case("mss-clamp-hairpin", "A SYN from tenant to tenant is clamped to the receiver's MTU.")
    case.gateway(CONTOSO)["backEnd"] = {"mtu": 1400}
    case.balancer(CONTOSO)["inboundNatRules"] = [
        inbound_rule("web", CONTOSO, "TCP", 8080, 80, WEB2.address)
    ]
    syn = _syn(WOOD1.address, CONTOSO.public, 1460, dport=8080)
    port = case.nat_port(WOOD1, TCP, syn.sport)
    case.from_vm(WOOD1, syn)
    turned = wire.translated(
        _clamped(syn, 1360), src=WOODGROVE.public, sport=port, dst=WEB2.address, dport=80
    )
    case.to_vm(WEB2, turned)
