"""IPv6 of tenants: routed, translated by prefix (RFC 6296), answered, refused."""

import copy
import struct

from scapy.all import (
    TCP, UDP, ICMPv6EchoReply, ICMPv6EchoRequest, ICMPv6ND_NA, ICMPv6ND_NS, ICMPv6ND_RA,
    ICMPv6NDOptDstLLAddr, ICMPv6NDOptSrcLLAddr, IPv6, IPv6ExtHdrDestOpt, IPv6ExtHdrFragment,
    IPv6ExtHdrHopByHop, IPv6ExtHdrRouting, Ether, PadN, Raw,
)

from . import wire
from .network6 import *


def make():
    _through()
    _translated()
    _local()
    _too_big()
    _refused()
    _headers()
    _fragments()
    _neighbours()
    _outer()


def _back(dst, src=E1_6, sport=53, dport=40000, hop_limit=60, data=b"re"):
    return IPv6(src=src, dst=dst, hlim=hop_limit) / UDP(sport=sport, dport=dport) / data


def _through():
    case = Case6("ipv6-direct-routing", "An IPv6 source in directRouting.prefixes leaves as it is and is reached so.")
    there = udp6(DATA1_6)
    for _ in range(2):
        case.from_vm(DATA1_6, there)
        case.to_outside(wire.forwarded(there))
    back = _back(DATA1_6.address)
    for _ in range(2):
        case.from_outside(back)
        case.to_vm(DATA1_6, wire.forwarded(back))
    near = udp6(DATA1_6, dst=DATACENTRE_6)
    case.from_vm(DATA1_6, near)
    case.to_outside(wire.forwarded(near), mac=DATACENTRE_MAC)
    ping = IPv6(src=E1_6, dst=DATA1_6.address, hlim=60) / ICMPv6EchoRequest(id=9, seq=1, data=b"abc")
    case.from_outside(ping)
    case.to_vm(DATA1_6, wire.forwarded(ping))

    case = Case6("ipv6-between-subnets", "IPv6 between Contoso's subnets, both ways, again and again.")
    there = udp6(WEB1_6, dst=DATA1_6.address)
    back = IPv6(src=DATA1_6.address, dst=WEB1_6.address, hlim=64) / UDP(sport=53, dport=40000) / b"re"
    for _ in range(3):
        case.from_vm(WEB1_6, there)
        case.to_vm(DATA1_6, wire.forwarded(there))
        case.from_vm(DATA1_6, back)
        case.to_vm(WEB1_6, wire.forwarded(back))

    case = Case6("ipv6-customer-route", "A customer route leads through a VM that forwards, both ways.")
    case.network(CONTOSO)["customerRoutes"] = [
        {
            "resourceId": "appliance",
            "properties": {
                "destinationPrefix": "fd00:10:0:200::/56",
                "nextHop": WEB2_6.address,
                "virtualSubnetId": 5001,
                "metric": 1,
            },
        }
    ]
    there = udp6(DATA1_6, dst="fd00:10:0:2aa::9")
    case.from_vm(DATA1_6, there)
    case.to_vm(WEB2_6, wire.forwarded(there))
    back = IPv6(src="fd00:10:0:2aa::9", dst=DATA1_6.address, hlim=60) / UDP(sport=53, dport=40000)
    case.from_vm(WEB2_6, back)
    case.to_vm(DATA1_6, wire.forwarded(back))

    case = Case6("ipv6-mss-clamp", "The MSS of a SYN is lowered to what a VM can carry: 60 bytes of headers.")
    for mss, left in ((1440, VM_MTU - 60), (1200, 1200)):
        syn = IPv6(src=DATA1_6.address, dst=E1_6, hlim=64) / TCP(sport=mss, dport=80, flags="S", options=[("MSS", mss)])
        case.from_vm(DATA1_6, syn)
        lowered = syn.copy()
        lowered[TCP].options = [("MSS", left)]
        case.to_outside(wire.forwarded(lowered))

    case = Case6("ipv6-live-migration", "The record's PA changes: packets to the VM go to the new host.")
    back = _back(DATA1_6.address)
    case.from_outside(back)
    case.to_vm(DATA1_6, wire.forwarded(back))
    moved = copy.deepcopy(case.state)
    for record in moved["virtualNetworks"][0]["properties"]["lookupRecords"]:
        if record["resourceId"].startswith("data1"):
            record["properties"]["providerAddress"] = "192.0.2.11"
    case.wait(10)
    case.change(desiredState=moved)
    case.from_outside(back)
    case.to_vm(DATA1_6, wire.forwarded(back), pa="192.0.2.11")
    case.from_vm(DATA1_6, udp6(DATA1_6))
    case.dropped("source-pa-mismatch")


def _translated():
    case = Case6("ipv6-prefix-translation", "Out under the outside prefix and in again; checksums stay as they are.")
    there = udp6(WEB1_6)
    back = _back(outside(WEB1_6))
    for _ in range(3):
        case.from_vm(WEB1_6, there)
        case.to_outside(wire.forwarded(there, src=outside(WEB1_6)))
        case.from_outside(back)
        case.to_vm(WEB1_6, wire.forwarded(back, dst=WEB1_6.address))
    ping = IPv6(src=WEB1_6.address, dst=E1_6, hlim=64) / ICMPv6EchoRequest(id=7, seq=1, data=b"abcdefgh")
    case.from_vm(WEB1_6, ping)
    case.to_outside(wire.forwarded(ping, src=outside(WEB1_6)))
    segment = IPv6(src=E2_6, dst=outside(WEB2_6), hlim=60) / TCP(sport=1, dport=443, flags="S", options=[("MSS", 1000)])
    case.from_outside(segment)
    case.to_vm(WEB2_6, wire.forwarded(segment, dst=WEB2_6.address))

    case = Case6("ipv6-two-tenants", "Two tenants' VMs with the same IPv6 address, each under its own prefix.")
    for vm in (WEB1_6, WOOD1_6):
        there = udp6(vm)
        case.from_vm(vm, there)
        case.to_outside(wire.forwarded(there, src=outside(vm)))
    for vm in (WEB1_6, WOOD1_6):
        back = _back(outside(vm))
        case.from_outside(back)
        case.to_vm(vm, wire.forwarded(back, dst=vm.address))

    case = Case6("ipv6-icmp-error-inbound", "An ICMPv6 error about a translated packet: the packet inside is translated too.")
    there = udp6(WEB1_6)
    case.from_vm(WEB1_6, there)
    out = wire.forwarded(there, src=outside(WEB1_6))
    case.to_outside(out)
    for kind, code, rest in ((1, 4, 0), (2, 0, 1400), (3, 0, 0)):
        error = wire.icmp6_error(out, "2001:db8:e::1", kind, code, rest)
        case.from_outside(error)
        quoted = wire.forwarded(out, src=WEB1_6.address)
        quoted.hlim = out.hlim
        message = struct.pack("!BBHI", kind, code, 0, rest) + wire.raw(quoted)
        expected = wire.icmp6("2001:db8:e::1", WEB1_6.address, message, hop_limit=63)
        case.to_vm(WEB1_6, expected)


def _local():
    case = Case6("ipv6-ping-gateway", "A VM pings the gateway's IPv6 address, with even and odd length and no data.")
    for data in (b"abcdefgh", b"odd", b""):
        ping = IPv6(src=WEB1_6.address, dst=GATEWAY_6["contoso"], hlim=1) / ICMPv6EchoRequest(id=3, seq=1, data=data)
        case.from_vm(WEB1_6, ping)
        case.to_vm(WEB1_6, wire.pong_6(ping))

    case = Case6("ipv6-ping-front-end-address", "A VM may ping the gateway's front-end address, and no more.")
    ping = IPv6(src=WEB1_6.address, dst=FRONT_6, hlim=64) / ICMPv6EchoRequest(id=3, seq=1, data=b"abcdefgh")
    case.from_vm(WEB1_6, ping)
    case.to_vm(WEB1_6, wire.pong_6(ping))

    case = Case6("ipv6-local-unsupported", "UDP to the gateway ends a traceroute; TCP gets no answer.")
    probe = udp6(WEB1_6, dst=GATEWAY_6["contoso"], dport=33434)
    case.from_vm(WEB1_6, probe)
    case.error_to_6(WEB1_6, probe, 1, 4)
    case.from_vm(WEB1_6, IPv6(src=WEB1_6.address, dst=GATEWAY_6["contoso"]) / TCP(sport=5, dport=22, flags="S"))
    case.dropped("local-unsupported", 2)
    leaves6(case)

    case = Case6("ipv6-no-bgp-peer", "BGP to the gateway from who is no peer: no answer.")
    case.from_vm(WEB1_6, IPv6(src=WEB1_6.address, dst=GATEWAY_6["contoso"], hlim=1) / TCP(sport=40000, dport=179))
    case.dropped("no-bgp-peer")
    leaves6(case)

    case = Case6("ipv6-hop-limit-expired", "Hop limit 1 and 0 from a VM and from outside: time exceeded to the sender.")
    for hop_limit in (1, 0):
        for dst in (E1_6, DATA1_6.address):
            inner = udp6(WEB1_6, dst=dst, hop_limit=hop_limit)
            case.from_vm(WEB1_6, inner)
            case.error_to_6(WEB1_6, inner, 3, 0)
        inbound = _back(DATA1_6.address, hop_limit=hop_limit)
        case.from_outside(inbound)
        case.to_outside(wire.icmp6_error(inbound, FRONT_6, 3, 0))
    case.dropped("ttl-expired", 6)
    leaves6(case)

    case = Case6("ipv6-error-limit", "ICMPv6 errors to one compartment are limited (50 at once), the other's are not.")
    case.step = 0
    for i in range(60):
        inner = udp6(WEB1_6, sport=30000 + i, hop_limit=1)
        case.from_vm(WEB1_6, inner)
        if i < 50:
            case.error_to_6(WEB1_6, inner, 3, 0)
    inner = udp6(WOOD1_6, hop_limit=1)
    case.from_vm(WOOD1_6, inner)
    case.error_to_6(WOOD1_6, inner, 3, 0)
    case.dropped("ttl-expired", 61)

    case = Case6("ipv6-no-error-about-errors", "No ICMPv6 error about an ICMPv6 error.")
    about = IPv6(src=E1_6, dst=WEB1_6.address) / UDP(sport=1, dport=2) / b"12345678"
    error = wire.icmp6_error(about, WEB1_6.address, 1, 4, to=E1_6)
    error.hlim = 1
    case.from_vm(WEB1_6, error)
    case.dropped("ttl-expired")


def _too_big():
    case = Case6("ipv6-too-big-inbound", "1459 bytes from outside, longer than a VM's 1458: packet too big, never fragments.")
    big = _back(DATA1_6.address, data=bytes(VM_MTU - 47))
    case.from_outside(big)
    case.to_outside(wire.icmp6_error(big, FRONT_6, 2, 0, VM_MTU))
    case.dropped("too-big")
    fits = _back(DATA1_6.address, data=bytes(VM_MTU - 48))
    case.from_outside(fits)
    case.to_vm(DATA1_6, wire.forwarded(fits))

    case = Case6("ipv6-too-big-outbound", "The front end's MTU is 1300: the VM is told so, with its own packet quoted.")
    case.links[1]["mtuBytes"] = 1300
    for vm in (WEB1_6, DATA1_6):
        inner = udp6(vm, data=bytes(1253))
        case.from_vm(vm, inner)
        case.error_to_6(vm, inner, 2, 0, 1300)
    case.dropped("too-big", 2)
    leaves6(case, data=bytes(1252))


def _refusal(name, what, label, code, vm=WEB1_6, dst=E1_6):
    case = Case6(name, what)
    inner = udp6(vm, dst=dst)
    case.from_vm(vm, inner)
    case.dropped(label)
    case.error_to_6(vm, inner, 1, code)
    return case


def _refused():
    case = _refusal("ipv6-no-route", "The front end has no route for IPv6.", "no-route", 0, DATA1_6)
    case.connection["FrontEndGateway"] = ROUTER
    near = udp6(DATA1_6, dst=DATACENTRE_6)
    case.from_vm(DATA1_6, near)
    case.to_outside(wire.forwarded(near), mac=DATACENTRE_MAC)

    case = _refusal("ipv6-blackhole", "In the tenant's address space, in none of its subnets.", "blackhole", 0, dst="fd00:10:0:77::1")
    leaves6(case)
    case = _refusal("ipv6-no-lookup-record", "In a virtual subnet, but no VM has the address.", "no-lookup-record", 3, dst="fd00:10:0:1::99")
    leaves6(case)
    case = _refusal("ipv6-no-front-end-rule", "Neither direct routing nor a translation covers the source.", "no-front-end-rule", 1)
    case.gateway(CONTOSO)["prefixTranslations"] = []
    leaves6(case, WOOD1_6)

    case = Case6("ipv6-protected-destination", "Host and other tenants' addresses are out of a tenant's reach.")
    inner = IPv6(src=WEB1_6.address, dst=FRONT_6) / TCP(sport=1, dport=22, flags="S")
    case.from_vm(WEB1_6, inner)
    case.dropped("protected-destination")
    case.error_to_6(WEB1_6, inner, 1, 1)
    leaves6(case)

    case = Case6("ipv6-other-tenant", "Another tenant's routed prefix is reached by the front end only.")
    inner = udp6(WOOD1_6, dst=DATA1_6.address)
    case.from_vm(WOOD1_6, inner)
    case.dropped("other-tenant")
    case.error_to_6(WOOD1_6, inner, 1, 1)
    leaves6(case, WOOD1_6)

    case = Case6("ipv6-source-guard", "Address, PA, MAC and VSID of the sender must fit one record.")
    stranger = Vm(CONTOSO, "fd00:10:0:1::66", 5001, WEB1.mac, WEB1.pa)
    case.from_vm(stranger, udp6(stranger))
    case.dropped("source-address-unknown")
    case.from_vm(WEB1_6, udp6(WEB1_6), pa="192.0.2.12")
    case.dropped("source-pa-mismatch")
    case.from_vm(WEB1_6, udp6(WEB1_6), mac="02:00:00:00:01:66")
    case.dropped("source-mac-mismatch")
    case.from_vm(WEB1_6, udp6(WEB1_6), vsid=5002)
    case.dropped("source-vsid-mismatch")
    leaves6(case)
    case.from_vm(WEB1_6, udp6(WEB1_6), pa="192.0.2.12")
    case.dropped("source-pa-mismatch")

    case = Case6("ipv6-martians", "Loopback, unspecified, link-local and multicast addresses go nowhere.")
    for dst in ("::1", "::"):
        case.from_vm(WEB1_6, udp6(WEB1_6, dst=dst))
    case.dropped("martian-address", 2)
    case.from_vm(WEB1_6, udp6(WEB1_6, dst="fe80::9"))
    case.dropped("link-local-address")
    case.from_vm(WEB1_6, udp6(WEB1_6, dst="ff0e::1"))
    case.dropped("multicast-unsupported")
    for src in ("::1", "ff02::1", outside(WEB2_6), FRONT_6):
        case.from_outside(_back(DATA1_6.address, src=src))
    case.dropped("martian-address", 4)
    leaves6(case)

    case = Case6("ipv6-not-for-gateway", "IPv6 from outside for addresses that are nobody's here.")
    case.from_outside(_back("2001:db8:99::1"))
    case.dropped("not-for-gateway")
    leaves6(case)

    case = Case6("ipv6-direct-routing-no-record", "From outside to a routed address without a VM: address unreachable.")
    lost = _back("2001:db8:c0:2::99")
    case.from_outside(lost)
    case.dropped("no-lookup-record")
    case.to_outside(wire.icmp6_error(lost, FRONT_6, 1, 3))


def _headers():
    case = Case6("ipv6-extension-headers", "Hop-by-hop and destination options go through unchanged, slowly.")
    options = IPv6ExtHdrHopByHop(options=[PadN(optdata=bytes(4))]) / IPv6ExtHdrDestOpt(options=[PadN(optdata=bytes(4))])
    inner = IPv6(src=WEB1_6.address, dst=DATA1_6.address, hlim=64) / options / UDP(sport=40000, dport=53) / b"x"
    case.from_vm(WEB1_6, inner)
    case.to_vm(DATA1_6, wire.forwarded(inner))
    outer = IPv6(src=WEB1_6.address, dst=E1_6, hlim=64) / options / UDP(sport=40000, dport=53) / b"x"
    case.from_vm(WEB1_6, outer)
    case.to_outside(wire.forwarded(outer, src=outside(WEB1_6)))

    case = Case6("ipv6-routing-header", "A routing header of type 0 (RFC 5095).")
    routed = IPv6(src=WEB1_6.address, dst=DATA1_6.address) / IPv6ExtHdrRouting(type=0, segleft=1, addresses=[WEB2_6.address])
    case.from_vm(WEB1_6, routed / UDP(sport=1, dport=2))
    case.dropped("source-routed")
    leaves6(case)

    case = Case6("ipv6-bad-header", "Version, lengths, mapped addresses, a chain that leaves the packet.")
    sound = wire.raw(udp6(WEB1_6))
    for at, value in ((0, 0x50), (4, 0x7F), (6, 0)):
        wrong = bytearray(sound)
        wrong[at] = value
        case.from_vm(WEB1_6, Raw(bytes(wrong)), kind=0x86DD)
    case.from_vm(WEB1_6, IPv6(src=WEB1_6.address, dst="::ffff:10.0.1.20") / UDP(sport=1, dport=2))
    case.from_vm(WEB1_6, IPv6(src="::ffff:10.0.0.10", dst=E1_6) / UDP(sport=1, dport=2))
    case.dropped("martian-address", 2)
    case.from_vm(WEB1_6, Raw(sound[:39]), kind=0x86DD)
    case.dropped("bad-ip-header", 3)
    case.dropped("bad-extension-header")
    leaves6(case)

    case = Case6(
        "ipv6-bad-transport",
        "A UDP checksum of zero, of an unknown flow and of a known one, either way; a cut TCP header.",
    )
    unsummed, unsummed_back = udp6(WEB1_6), _back(outside(WEB1_6))
    unsummed[UDP].chksum = unsummed_back[UDP].chksum = 0
    for _ in range(3):
        case.from_vm(WEB1_6, unsummed)
        case.from_outside(unsummed_back)
        leaves6(case)
        back = _back(outside(WEB1_6))
        case.from_outside(back)
        case.to_vm(WEB1_6, wire.forwarded(back, dst=WEB1_6.address))
    case.from_vm(WEB1_6, IPv6(src=WEB1_6.address, dst=E1_6, nh=6) / Raw(bytes(12)))
    case.dropped("bad-transport-header", 7)


def _pieces(ip, size, ident):
    """Fragments of an IPv6 packet with `size` bytes of payload each (a multiple of 8)."""
    data = wire.raw(ip)
    payload = data[40:]
    pieces = []
    for at in range(0, len(payload), size):
        part = payload[at : at + size]
        header = IPv6ExtHdrFragment(nh=data[6], offset=at // 8, m=int(at + size < len(payload)), id=ident)
        base = IPv6(src=ip.src, dst=ip.dst, hlim=ip.hlim)
        pieces.append(base / header / Raw(part))
    return pieces


def _fragments():
    case = Case6("ipv6-fragments", "A fragmented datagram both ways, in order and with the first one last.")
    for order, ident in (((0, 1, 2), 1), ((2, 1, 0), 2)):
        there = _pieces(udp6(WEB1_6, data=bytes(1000)), 400, ident)
        arrivals = [there[i] for i in order]
        leaving = arrivals if order[0] == 0 else [there[0], there[2], there[1]]
        for piece in arrivals:
            case.from_vm(WEB1_6, piece)
        for piece in leaving:
            case.to_outside(wire.forwarded(piece, src=outside(WEB1_6)))
        back = _pieces(_back(outside(WEB1_6), data=bytes(1000)), 400, ident)
        arrivals = [back[i] for i in order]
        leaving = arrivals if order[0] == 0 else [back[0], back[2], back[1]]
        for piece in arrivals:
            case.from_outside(piece)
        for piece in leaving:
            case.to_vm(WEB1_6, wire.forwarded(piece, dst=WEB1_6.address))


def _solicitation(vm, target, source=None, mac=None):
    source = source or vm.address
    message = ICMPv6ND_NS(tgt=target)
    if source != "::":
        message = message / ICMPv6NDOptSrcLLAddr(lladdr=mac or vm.mac)
    return IPv6(src=source, dst=target, hlim=255) / message


def _advertisement(source, to, mac, flags):
    return IPv6(src=source, dst=to, hlim=255) / ICMPv6ND_NA(tgt=source, **flags) / ICMPv6NDOptDstLLAddr(lladdr=mac)


def _neighbours():
    gateway = GATEWAY_6["contoso"]
    case = Case6("ipv6-neighbour-solicitation", "The gateway answers for its own address.")
    case.from_vm(WEB1_6, _solicitation(WEB1_6, gateway))
    answer = _advertisement(gateway, WEB1_6.address, CONTOSO.gateway_mac, {"R": 1, "S": 1, "O": 1})
    case.to_vm(WEB1_6, answer)

    case = Case6("ipv6-neighbour-not-for-gateway", "It answers for nobody else, and not to a forged sender.")
    case.from_vm(WEB1_6, _solicitation(WEB1_6, WEB2_6.address))
    case.dropped("solicitation-not-for-gateway")
    case.from_vm(WEB1_6, _solicitation(WEB1_6, gateway), mac="02:00:00:00:01:66")
    case.dropped("source-mac-mismatch")
    far = _solicitation(WEB1_6, gateway)
    far.hlim = 254
    case.from_vm(WEB1_6, far)
    case.dropped("bad-neighbor-discovery")

    case = Case6("ipv6-router-advertisement-from-vm", "A VM does not advertise itself as a router.")
    advertisement = IPv6(src=WEB1_6.address, dst=gateway, hlim=255) / ICMPv6ND_RA()
    case.from_vm(WEB1_6, advertisement)
    case.dropped("router-advertisement-from-vm")
    leaves6(case)

    case = Case6("ipv6-neighbor-resolves", "Packets wait for the router's MAC and then leave in order.")
    everyone = case.neighbors
    case.without_neighbor(ROUTER_6)
    inners = [udp6(WEB1_6, sport=40000 + i) for i in range(3)]
    for inner in inners:
        case.from_vm(WEB1_6, inner)
    case.wait(500)
    case.change(neighbors=everyone)
    for inner in inners:
        case.to_outside(wire.forwarded(inner, src=outside(WEB1_6)))
    case.run_on_ms = 4000


def _outer():
    web1, data1 = over_6(WEB1), over_6(DATA1)
    case = Case6("outer-ipv6-nat", "IPv4 of a VM inside IPv6 of its host, out through NAT and back.")
    case.over_ipv6()
    inner = udp(web1)
    port = case.nat_port(web1)
    reply = IP(src=E1, dst=CONTOSO.public, ttl=60, id=3, flags="DF") / UDP(sport=53, dport=port) / b"re"
    for _ in range(2):
        case.from_vm(web1, inner)
        case.to_outside(wire.translated(inner, src=CONTOSO.public, sport=port))
        case.from_outside(reply)
        case.to_vm(web1, wire.translated(reply, dst=web1.address, dport=40000))

    web1_6, data1_6 = over_6(WEB1_6), over_6(DATA1_6)
    case = Case6("outer-ipv6-between-subnets", "IPv4 and IPv6 between two subnets over an IPv6 provider network.")
    case.over_ipv6()
    for a, b, packet in ((web1, data1, udp(web1, dst=data1.address)), (web1_6, data1_6, udp6(web1_6, dst=data1_6.address))):
        for _ in range(2):
            case.from_vm(a, packet)
            case.to_vm(b, wire.forwarded(packet))

    case = Case6("outer-ipv6-too-big", "NVGRE over IPv6 adds 62 bytes: a VM's MTU is 1438.")
    case.over_ipv6()
    big = _back(DATA1_6.address, data=bytes(VM_MTU_OUTER_6 - 47))
    case.from_outside(big)
    case.to_outside(wire.icmp6_error(big, FRONT_6, 2, 0, VM_MTU_OUTER_6))
    case.dropped("too-big")
    fits = _back(DATA1_6.address, data=bytes(VM_MTU_OUTER_6 - 48))
    case.from_outside(fits)
    case.to_vm(data1_6, wire.forwarded(fits))

    case = Case6("outer-ipv6-unreachable", "A host over IPv6 hears that there is no policy: a VSID of nobody, another station.")
    case.over_ipv6()
    for inner, vm in ((udp(web1), web1), (udp6(web1_6), web1_6)):
        case.from_vm(vm, inner, vsid=5003)
        case.no_policy_for(vm, inner, 5003)
        case.from_vm(vm, inner, to_mac=WEB2.mac)
        case.no_policy_for(vm, inner, CONTOSO.gateway_vsid, to_mac=WEB2.mac)
    case.dropped("unknown-vsid", 2)
    case.dropped("inner-destination-mac", 2)
    leaves6(case, web1_6)

    case = Case6("outer-ipv6-source-guard", "A host cannot speak for a VM of another one over IPv6 either.")
    case.over_ipv6()
    case.from_vm(web1, udp(web1), pa="fd00:b::12")
    case.dropped("source-pa-mismatch")
    case.from_vm(web1_6, udp6(web1_6), pa="fd00:b::12")
    case.dropped("source-pa-mismatch")
    leaves6(case, web1_6)
