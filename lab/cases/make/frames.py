"""Frames and the outer header: what is refused before a compartment is known."""

import struct

from scapy.all import GRE, IP, TCP, UDP, Dot1Q, Ether, ICMPv6ND_NS, IPOption_LSRR, IPv6, Raw

from . import wire
from .network import *


def make():
    _ethernet()
    _addressed()
    _ip()


def _ethernet():
    case = Case("runt-frame", "Frames of 13 bytes and of none; then one that is sound.")
    case.veth = False
    case.receive(BACK, wire.raw(case.vm_frame(WEB1, udp(WEB1)))[:13])
    case.receive(FRONT, b"")
    case.dropped("runt-frame", 2)
    leaves(case, WEB1)

    case = Case("wrong-destination-mac", "Unicast packets in frames for another station and for all (RFC 1812 5.3.4).")
    frame = case.vm_frame(WEB1, udp(WEB1))
    frame[Ether].dst = "02:00:00:00:0b:99"
    case.receive(BACK, frame)
    case.dropped("wrong-destination-mac")
    frame[Ether].dst = "ff:ff:ff:ff:ff:ff"
    case.receive(BACK, frame)
    inbound = IP(src=E1, dst=CONTOSO.public, ttl=1, flags="DF") / UDP(sport=53, dport=2000)
    case.receive(FRONT, wire.padded(Ether(dst="01:00:5e:00:00:01", src=ROUTER_MAC) / inbound))
    case.dropped("wrong-destination-mac", 2)
    leaves(case, WEB1)

    case = Case("outer-vlan", "A sound NVGRE packet with an 802.1Q tag outside.")
    frame = case.vm_frame(WEB1, udp(WEB1))
    case.receive(BACK, Ether(dst=BACK_MAC, src=frame.src) / Dot1Q(vlan=7) / frame[IP])
    case.dropped("outer-vlan")
    leaves(case, WEB1)

    case = Case("ethertype-unsupported", "An EtherType that is neither the gateway's nor the host's.")
    case.receive(BACK, wire.padded(Ether(dst=BACK_MAC, src=HOST_MACS[WEB1.pa], type=0x88B5) / b"?"))
    case.dropped("ethertype-unsupported")
    leaves(case, WEB1)


def _addressed():
    case = Case("not-for-gateway", "IPv4 packets on both ports for addresses that are nobody's here.")
    stray = IP(src=WEB1.pa, dst="192.0.2.77", ttl=64, flags="DF") / UDP(sport=1, dport=2)
    case.receive(BACK, wire.padded(Ether(dst=BACK_MAC, src=HOST_MACS[WEB1.pa]) / stray))
    case.from_outside(IP(src=E1, dst="203.0.113.99", ttl=60, flags="DF") / UDP(sport=1, dport=2))
    case.dropped("not-for-gateway", 2)
    leaves(case, WEB1)

    case = Case("wrong-port-role", "NVGRE on the front end; a public address on the back end.")
    frame = case.vm_frame(WEB1, udp(WEB1))
    frame[Ether].dst = FRONT_MAC
    case.receive(FRONT, frame)
    inbound = IP(src=E1, dst=CONTOSO.public, ttl=60, flags="DF") / UDP(sport=53, dport=2000)
    case.receive(BACK, wire.padded(Ether(dst=BACK_MAC, src=HOST_MACS[WEB1.pa]) / inbound))
    case.dropped("wrong-port-role", 2)
    leaves(case, WEB1)

    case = Case("host-traffic-passes", "The host's own TCP, ARP and neighbour discovery: not the gateway's.")
    case.from_outside(IP(src=E1, dst=FRONT_ADDRESS, ttl=60) / TCP(sport=1000, dport=22, flags="S"))
    question = arp(1, ROUTER_MAC, ROUTER, FRONT_ADDRESS)
    case.receive(FRONT, wire.padded(Ether(dst="ff:ff:ff:ff:ff:ff", src=ROUTER_MAC) / question))
    solicitation = IPv6(src="fe80::1", dst="ff02::1:ff00:1", hlim=255) / ICMPv6ND_NS(tgt="fe80::2")
    case.receive(FRONT, Ether(dst="33:33:ff:00:00:01", src=ROUTER_MAC) / solicitation)
    leaves(case, WEB1)

    case = Case("arp-for-public-address", "ARP for an address of NAT: answered on the front end only.")
    for port, asker, asker_mac in ((FRONT, ROUTER, ROUTER_MAC), (BACK, WEB1.pa, HOST_MACS[WEB1.pa])):
        question = arp(1, asker_mac, asker, CONTOSO.public)
        case.receive(port, wire.padded(Ether(dst="ff:ff:ff:ff:ff:ff", src=asker_mac) / question))
        if port == FRONT:
            answer = arp(2, FRONT_MAC, CONTOSO.public, ROUTER, ROUTER_MAC)
            case.send(FRONT, wire.padded(Ether(dst=ROUTER_MAC, src=FRONT_MAC) / answer))


def _ip():
    case = Case("bad-ip-header", "Outer and inner IPv4 headers whose lengths or version are wrong.")
    for changes in ({"version": 5}, {"ihl": 4}, {"ihl": 15, "len": 40}, {"len": 19}, {"len": 2000}):
        outer = case.vm_frame(WEB1, udp(WEB1))
        for name, value in changes.items():
            setattr(outer[IP], name, value)
        case.receive(BACK, outer)
        inner = udp(WEB1)
        for name, value in changes.items():
            setattr(inner, name, value)
        case.from_vm(WEB1, inner)
    case.dropped("bad-ip-header", 10)
    cut = wire.raw(case.vm_frame(WEB1, udp(WEB1)))
    case.receive(BACK, cut[:30])
    case.dropped("bad-ip-header")
    leaves(case, WEB1)

    case = Case("bad-ip-checksum", "A wrong IPv4 header checksum outside, inside, and from the front end.")
    outer = case.vm_frame(WEB1, udp(WEB1))
    outer[IP].chksum = 0x1234
    case.receive(BACK, outer)
    inner = udp(WEB1)
    inner.chksum = 0x1234
    case.from_vm(WEB1, inner)
    case.from_outside(IP(src=E1, dst=CONTOSO.public, chksum=0x1234) / UDP(sport=53, dport=2000))
    case.dropped("bad-ip-checksum", 3)
    leaves(case, WEB1)

    case = Case("source-routed", "A loose source route in a tenant's packet and in one from outside.")
    inner = udp(WEB1)
    inner.options = [IPOption_LSRR(routers=["10.0.1.20"])]
    case.from_vm(WEB1, inner)
    case.from_outside(
        IP(src=E1, dst=DATA1.address, options=[IPOption_LSRR(routers=["10.0.0.10"])])
        / UDP(sport=53, dport=2000)
    )
    case.dropped("source-routed", 2)
    leaves(case, WEB1)

    case = Case("outer-fragment", "NVGRE whose outer packet was fragmented on the way: both pieces.")
    whole = wire.raw(case.vm_frame(WEB1, udp(WEB1))[IP].payload)
    for offset, more, piece in ((0, 1, whole[:48]), (6, 0, whole[48:])):
        outer = IP(src=WEB1.pa, dst=PA, ttl=128, id=9, proto=47, flags=more, frag=offset)
        case.receive(BACK, wire.padded(Ether(dst=BACK_MAC, src=HOST_MACS[WEB1.pa]) / outer / Raw(piece)))
    case.dropped("outer-fragment", 2)
    leaves(case, WEB1)
