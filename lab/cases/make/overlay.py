"""NVGRE, who may send what, and ARP inside virtual subnets."""

from scapy.all import BOOTP, DHCP, GRE, IP, TCP, UDP, Dot1Q, Ether, ICMPv6ND_NS, ICMPv6ND_RA, IPv6, Raw

from . import wire
from .network import *

BROADCAST = "ff:ff:ff:ff:ff:ff"


def make():
    _gre()
    _inner()
    _guard()
    _addresses()
    _arp()


def _outer(payload):
    outer = IP(src=WEB1.pa, dst=PA, ttl=128, proto=47)
    return wire.padded(Ether(dst=BACK_MAC, src=HOST_MACS[WEB1.pa]) / outer / payload)


def _gre():
    case = Case("gre-truncated", "An outer packet that ends inside the GRE header.")
    case.receive(BACK, _outer(Raw(bytes.fromhex("200065580013"))))
    case.receive(BACK, _outer(Raw(b"")))
    case.dropped("gre-truncated", 2)
    leaves(case, WEB1)

    case = Case("gre-not-nvgre", "GRE with checksum, sequence number, no key, version 1, or IPv4 inside.")
    inner = Ether(dst=CONTOSO.gateway_mac, src=WEB1.mac) / udp(WEB1)
    for fields in (
        {"chksum_present": 1, "key_present": 1},
        {"seqnum_present": 1, "key_present": 1},
        {"key_present": 0},
        {"key_present": 1, "version": 1},
    ):
        case.receive(BACK, _outer(GRE(proto=0x6558, key=5000 << 8, **fields) / inner))
    case.receive(BACK, _outer(GRE(proto=0x0800, key_present=1, key=5000 << 8) / inner[IP]))
    case.dropped("gre-not-nvgre", 5)
    leaves(case, WEB1)

    case = Case("unknown-vsid", "Virtual subnets of nobody, the reserved ones among them.")
    for vsid in (0, 1, 4095, 5003, 0xFFFFFF):
        inner = udp(WEB1)
        case.from_vm(WEB1, inner, vsid=vsid)
        case.no_policy_for(WEB1, inner, vsid)
    case.dropped("unknown-vsid", 5)
    leaves(case, WEB1)

    case = Case("flow-id-is-ignored", "The FlowID of a received packet carries no meaning.")
    inner = udp(WEB1)
    port = case.nat_port(WEB1)
    for flow in (0, 1, 255):
        frame = case.vm_frame(WEB1, inner)
        frame[GRE].key = CONTOSO.gateway_vsid << 8 | flow
        case.receive(BACK, frame)
        case.to_outside(wire.translated(inner, src=CONTOSO.public, sport=port))

    case = Case("vm-vsid-with-gateway-mac", "The VM's own VSID and the gateway's MAC: accepted too.")
    inner = udp(WEB1)
    case.from_vm(WEB1, inner, vsid=WEB1.vsid)
    case.to_outside(wire.translated(inner, src=CONTOSO.public, sport=case.nat_port(WEB1)))


def _inner():
    case = Case("inner-truncated", "An inner frame shorter than an Ethernet header.")
    case.receive(BACK, _outer(GRE(key_present=1, proto=0x6558, key=5000 << 8) / Raw(bytes(13))))
    case.dropped("inner-truncated")
    leaves(case, WEB1)

    case = Case("inner-vlan", "An 802.1Q or 802.1ad tag inside, which RFC 7637 §3.3 forbids.")
    for kind in (0x8100, 0x88A8):
        inner = Dot1Q(vlan=5, type=0x0800) / udp(WEB1)
        case.from_vm(WEB1, inner, kind=kind)
    case.dropped("inner-vlan", 2)
    leaves(case, WEB1)

    case = Case("inner-ethertype", "Neither IP nor ARP inside.")
    case.from_vm(WEB1, Raw(bytes(46)), kind=0x88CC)
    case.dropped("inner-ethertype")
    leaves(case, WEB1)

    case = Case("ipv6-in-an-ipv4-network", "IPv6 of a VM whose network has none.")
    case.from_vm(WEB1, IPv6(src="2001:db8::10", dst="2001:db8::1") / UDP(sport=1, dport=2), kind=0x86DD)
    neighbor = IPv6(src="fe80::10", dst="ff02::1:ff00:2", hlim=255) / ICMPv6ND_NS(tgt="fe80::2")
    case.from_vm(WEB1, neighbor, kind=0x86DD, to_mac="33:33:ff:00:00:02")
    case.dropped("source-address-unknown")
    case.dropped("solicitation-not-for-gateway")
    leaves(case, WEB1)

    case = Case("router-advertisement-from-vm", "A VM that plays the router ends at the gateway.")
    advertisement = IPv6(src="fe80::10", dst="ff02::1", hlim=255) / ICMPv6ND_RA()
    case.from_vm(WEB1, advertisement, kind=0x86DD, to_mac="33:33:00:00:00:01")
    case.dropped("router-advertisement-from-vm")
    leaves(case, WEB1)

    case = Case("inner-destination-mac", "A sound packet whose inner frame is for another station: the host is told.")
    for mac in (WEB2.mac, WOODGROVE.gateway_mac):
        case.from_vm(WEB1, udp(WEB1), to_mac=mac)
        case.no_policy_for(WEB1, udp(WEB1), CONTOSO.gateway_vsid, to_mac=mac)
    case.from_vm(WEB1, wire.icmp_error(udp(WEB1), WEB1.address, 3, 3), to_mac=WEB2.mac)
    case.from_vm(WEB1, udp(WEB1), to_mac=WEB2.mac, pa="192.0.2.66")
    case.dropped("inner-destination-mac", 4)
    leaves(case, WEB1)

    case = Case("inner-destination-mac-silent", "The same where the network's hosts are not to be told.")
    case.gateway(CONTOSO)["backEnd"] = {"sendUnreachable": False}
    case.from_vm(WEB1, udp(WEB1), to_mac=WEB2.mac)
    case.dropped("inner-destination-mac")
    inner = udp(WOOD1)
    case.from_vm(WOOD1, inner, to_mac=WEB2.mac)
    case.no_policy_for(WOOD1, inner, WOODGROVE.gateway_vsid, to_mac=WEB2.mac)
    case.dropped("inner-destination-mac")
    leaves(case, WEB1)


def _guard():
    case = Case("source-address-unknown", "A source address for which no lookup record stands.")
    inner = udp(WEB1)
    inner.src = "10.0.0.77"
    case.from_vm(WEB1, inner)
    case.dropped("source-address-unknown")
    leaves(case, WEB1)

    case = Case("source-pa-mismatch", "A VM's packet from a host on which it does not run.")
    case.from_vm(WEB1, udp(WEB1), pa="192.0.2.12")
    case.from_vm(WEB1, udp(WEB1), pa="192.0.2.66")
    case.dropped("source-pa-mismatch", 2)
    leaves(case, WEB1)

    case = Case("source-mac-mismatch", "A VM's address under another VM's MAC.")
    case.from_vm(WEB1, udp(WEB1), mac=WEB2.mac)
    case.dropped("source-mac-mismatch")
    leaves(case, WEB1)

    case = Case(
        "source-vsid-mismatch", "A VM's packet in a virtual subnet of its network that is not its own."
    )
    case.from_vm(WEB1, udp(WEB1), vsid=DATA1.vsid)
    case.dropped("source-vsid-mismatch")
    leaves(case, WEB1)

    case = Case("source-foreign-vsid", "Woodgrove's gateway VSID used by Contoso's VM: Woodgrove's record decides.")
    case.from_vm(WEB1, udp(WEB1), vsid=WOODGROVE.gateway_vsid, to_mac=WOODGROVE.gateway_mac)
    case.dropped("source-mac-mismatch")
    leaves(case, WOOD1)
    leaves(case, WEB1)

    for mode in ("log", "off"):
        case = Case(f"source-check-{mode}", f"With sourceCheck {mode} a forged source passes.")
        case.gateway(CONTOSO)["backEnd"] = {"sourceCheck": mode}
        inner = udp(WEB1)
        case.from_vm(WEB1, inner, pa="192.0.2.12", mac="02:00:00:00:66:66")
        case.to_outside(wire.translated(inner, src=CONTOSO.public, sport=case.nat_port(WEB1)))
        case.from_vm(WOOD1, udp(WOOD1), pa="192.0.2.12")
        case.dropped("source-pa-mismatch")


def _addresses():
    case = Case("martian-address", "Addresses that may stand in no packet, from both sides.")
    for destination in ("127.0.0.1", "0.0.0.0", "240.0.0.1"):
        case.from_vm(WEB1, udp(WEB1, dst=destination))
    for source in ("127.0.0.1", "224.0.0.1", "0.0.0.1", "240.0.0.1", "255.255.255.255"):
        case.from_outside(IP(src=source, dst=DATA1.address, flags="DF") / UDP(sport=53, dport=2000))
    for source in (PA, WEB1.pa, WOODGROVE.public, DATA1.address, WEB1.address, CONTOSO.gateway):
        case.from_outside(IP(src=source, dst=DATA1.address, flags="DF") / UDP(sport=53, dport=2000))
    case.dropped("martian-address", 14)
    leaves(case, WEB1)

    case = Case("dhcp-from-vm", "DHCP of a VM, as broadcast without an address and as renewal.")
    request = BOOTP(chaddr=bytes.fromhex("020000000110")) / DHCP(options=[("message-type", 1), "end"])
    discover = IP(src="0.0.0.0", dst="255.255.255.255") / UDP(sport=68, dport=67) / request
    case.from_vm(WEB1, discover, to_mac=BROADCAST)
    renewal = IP(src=WEB1.address, dst=CONTOSO.gateway) / UDP(sport=68, dport=67) / request
    case.from_vm(WEB1, renewal)
    case.dropped("dhcp-from-vm", 2)
    leaves(case, WEB1)

    case = Case("multicast-unsupported", "Multicast and broadcast of a VM, to group and to unicast MAC.")
    case.from_vm(WEB1, udp(WEB1, dst="224.0.0.251"), to_mac="01:00:5e:00:00:fb")
    case.from_vm(WEB1, udp(WEB1, dst="255.255.255.255"), to_mac=BROADCAST)
    case.from_vm(WEB1, udp(WEB1, dst="239.1.2.3"))
    case.dropped("multicast-unsupported", 3)
    leaves(case, WEB1)


def _arp():
    case = Case("arp-for-gateway", "Who has the gateway: broadcast and unicast probe are answered.")
    question = arp(1, WEB1.mac, WEB1.address, CONTOSO.gateway)
    answer = arp(2, CONTOSO.gateway_mac, CONTOSO.gateway, WEB1.address, WEB1.mac)
    for to_mac, vsid in ((BROADCAST, 5000), (CONTOSO.gateway_mac, 5000), (BROADCAST, 5001)):
        case.from_vm(WEB1, question, to_mac=to_mac, vsid=vsid, kind=0x0806)
        case.to_vm(WEB1, answer, flow=0, kind=0x0806)

    case = Case("arp-announcement", "Gratuitous ARP and an unasked reply end at the gateway in silence.")
    case.from_vm(WEB1, arp(1, WEB1.mac, WEB1.address, WEB1.address), to_mac=BROADCAST, kind=0x0806)
    unasked = arp(2, WEB1.mac, WEB1.address, CONTOSO.gateway, CONTOSO.gateway_mac)
    case.from_vm(WEB1, unasked, kind=0x0806)

    case = Case("bad-arp", "ARP of other hardware, cut short, or with a sender MAC that is not the frame's.")
    wrong = arp(1, WEB1.mac, WEB1.address, CONTOSO.gateway)
    wrong.hwtype = 6
    case.from_vm(WEB1, wrong, to_mac=BROADCAST, kind=0x0806)
    short = wire.raw(arp(1, WEB1.mac, WEB1.address, CONTOSO.gateway))[:27]
    case.from_vm(WEB1, Raw(short), to_mac=BROADCAST, kind=0x0806)
    forged = arp(1, WEB2.mac, WEB1.address, CONTOSO.gateway)
    case.from_vm(WEB1, forged, to_mac=BROADCAST, kind=0x0806)
    case.dropped("bad-arp", 3)
    leaves(case, WEB1)

    case = Case("arp-spoofed", "ARP whose sender fits no lookup record gets no answer.")
    forged = arp(1, WEB1.mac, "10.0.0.77", CONTOSO.gateway)
    case.from_vm(WEB1, forged, to_mac=BROADCAST, kind=0x0806)
    case.dropped("source-address-unknown")
    stolen = arp(1, WEB1.mac, WEB2.address, CONTOSO.gateway)
    case.from_vm(WEB1, stolen, to_mac=BROADCAST, kind=0x0806)
    case.dropped("source-pa-mismatch")

    case = Case("arp-not-for-gateway", "The gateway answers for itself only: hosts answer for VMs.")
    question = arp(1, WEB1.mac, WEB1.address, WEB2.address)
    case.from_vm(WEB1, question, to_mac=BROADCAST, kind=0x0806)
    case.dropped("arp-not-for-gateway")
    leaves(case, WEB1)
