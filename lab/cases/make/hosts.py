"""What hosts do beside plain NVGRE: control messages, IP rewrite, records that learn, wildcards."""

import copy
import struct

from scapy.all import ARP, GRE, ICMP, IP, UDP, Ether, Raw

from . import wire
from .network import *

REWRITE_1 = Vm(CONTOSO, "10.0.0.30", 5001, "02:00:00:00:01:30", "192.0.2.130")
REWRITE_2 = Vm(CONTOSO, "10.0.1.31", 5002, "02:00:00:00:01:31", "192.0.2.131")


def make():
    _control()
    _rewrite()
    _learning()
    _wildcard()


def _to_data1(ident=3):
    return IP(src=E1, dst=DATA1.address, ttl=60, id=ident, flags="DF") / UDP(sport=53, dport=40000) / b"re"


def _control_frame(pa, vsid, kind, rest, about, source=None):
    """A host's ICMP message with code 10 inside NVGRE: from its PA to the gateway's."""
    quote = wire.raw(wire.forwarded(about))[:28]
    message = wire.icmp_message(kind, 10, rest, quote)
    inner = IP(src=source or pa, dst=PA, ttl=128, id=1, proto=1) / Raw(message)
    outer = IP(src=pa, dst=PA, ttl=128, id=77)
    mac = HOST_MACS.get(pa, "02:00:00:00:0b:66")
    return wire.nvgre(Ether(dst=BACK_MAC, src=mac), outer, vsid, 0, Ether(dst=BACK_MAC, src=mac) / inner)


def _number(address):
    return struct.unpack("!I", bytes(map(int, address.split("."))))[0]


def _redirect(pa, about, target, vsid=5002, source=None):
    return _control_frame(pa, vsid, 5, _number(target), about, source)


def _unreachable(pa, about, vsid=5002):
    return _control_frame(pa, vsid, 3, 0, about)


def _control():
    old, new = "192.0.2.12", "192.0.2.11"
    case = Case("redirect", "The old host says where the VM went: its flows follow at once, and it may speak from there.")
    packet = _to_data1()
    case.from_outside(packet)
    case.to_vm(DATA1, wire.forwarded(packet))
    case.receive(BACK, _redirect(old, packet, new))
    for _ in range(2):
        case.from_outside(packet)
        case.to_vm(DATA1, wire.forwarded(packet), pa=new)
    reply = udp(DATA1)
    case.from_vm(DATA1, reply, pa=new)
    case.to_outside(wire.forwarded(reply))
    case.from_vm(DATA1, reply)
    case.dropped("source-pa-mismatch")

    case = Case("redirect-forged", "Redirects by another host, to an unknown address, about nobody, cut short: nothing moves.")
    packet = _to_data1()
    case.from_outside(packet)
    case.to_vm(DATA1, wire.forwarded(packet))
    case.receive(BACK, _redirect(new, packet, new))
    case.receive(BACK, _redirect(new, packet, new, source=old))
    case.receive(BACK, _redirect("192.0.2.66", packet, new))
    case.dropped("control-forged", 3)
    for target in ("192.0.2.66", E1):
        case.receive(BACK, _redirect(old, packet, target))
    case.dropped("control-unknown-target", 2)
    stranger = IP(src=E1, dst="10.0.1.99", ttl=60) / UDP(sport=53, dport=40000)
    case.receive(BACK, _redirect(old, stranger, new))
    case.dropped("control-unknown-address")
    case.receive(BACK, _redirect(old, packet, new, vsid=6001))
    case.dropped("control-unknown-address")
    for _ in range(2):
        case.from_outside(packet)
        case.to_vm(DATA1, wire.forwarded(packet))

    case = Case("unreachable-heard", "A host says that it does not know a VM: noted, and packets go on as configured.")
    packet = _to_data1()
    case.receive(BACK, _unreachable(old, packet))
    case.from_outside(packet)
    case.to_vm(DATA1, wire.forwarded(packet))


def _with_rewrite(name, what):
    case = Case(name, what)
    added = network([], [("rewrite-1", REWRITE_1), ("rewrite-2", REWRITE_2)])["lookupRecords"]
    for record in added:
        record["properties"]["rule"] = "TranslationMethodNat"
    case.network(CONTOSO)["lookupRecords"] += added
    for vm, host in ((REWRITE_1, "192.0.2.11"), (REWRITE_2, "192.0.2.12")):
        case.neighbors.append({"port": BACK, "address": vm.pa, "macAddress": dashed(HOST_MACS[host])})
    case.hosts = {REWRITE_1.pa: HOST_MACS["192.0.2.11"], REWRITE_2.pa: HOST_MACS["192.0.2.12"]}
    return case


def _plain_from(case, vm, ip):
    case.receive(BACK, wire.padded(Ether(dst=BACK_MAC, src=case.hosts[vm.pa]) / ip))


def _plain_to(case, vm, ip):
    case.send(BACK, wire.padded(Ether(dst=case.hosts[vm.pa], src=BACK_MAC) / ip))


def _rewrite():
    case = _with_rewrite("rewrite-nat", "A VM by IP rewrite to the Internet and back, through NAT.")
    port = case.nat_port(REWRITE_1)
    out = IP(src=REWRITE_1.pa, dst=E1, ttl=64, id=7, flags="DF") / UDP(sport=40000, dport=53) / b"hello"
    reply = IP(src=E1, dst=CONTOSO.public, ttl=60, id=3, flags="DF") / UDP(sport=53, dport=port) / b"re"
    for _ in range(2):
        _plain_from(case, REWRITE_1, out)
        case.to_outside(wire.translated(out, src=CONTOSO.public, sport=port))
        case.from_outside(reply)
        _plain_to(case, REWRITE_1, wire.translated(reply, dst=REWRITE_1.pa, dport=40000))

    case = _with_rewrite("rewrite-inside", "IP rewrite to NVGRE and back, and between two VMs by IP rewrite.")
    out = IP(src=REWRITE_1.pa, dst=DATA1.address, ttl=64, id=7, flags="DF") / UDP(sport=1, dport=2) / b"x"
    back = IP(src=DATA1.address, dst=REWRITE_1.address, ttl=64, id=8, flags="DF") / UDP(sport=2, dport=1) / b"y"
    for _ in range(2):
        _plain_from(case, REWRITE_1, out)
        case.to_vm(DATA1, wire.forwarded(out, src=REWRITE_1.address))
        case.from_vm(DATA1, back)
        _plain_to(case, REWRITE_1, wire.translated(back, dst=REWRITE_1.pa))
    between = IP(src=REWRITE_1.pa, dst=REWRITE_2.pa, ttl=64, id=9, flags="DF") / UDP(sport=3, dport=4) / b"z"
    for _ in range(2):
        _plain_from(case, REWRITE_1, between)
        _plain_to(case, REWRITE_2, wire.forwarded(between))

    case = _with_rewrite("rewrite-ping-gateway", "A VM by IP rewrite pings the gateway's provider address, which stands for its CA.")
    ping = IP(src=REWRITE_1.pa, dst=PA, ttl=64, id=5, flags="DF") / ICMP(id=77, seq=3) / b"abcdefgh"
    _plain_from(case, REWRITE_1, ping)
    pong = IP(src=PA, dst=REWRITE_1.pa, ttl=64, id=0, flags="DF") / ICMP(type=0, id=77, seq=3) / b"abcdefgh"
    _plain_to(case, REWRITE_1, pong)

    case = _with_rewrite("rewrite-refused", "Not from the front end, not from another tenant, not into the gateway's own tunnels.")
    forged = IP(src=REWRITE_1.pa, dst=CONTOSO.public, ttl=60, flags="DF") / UDP(sport=1, dport=2)
    case.from_outside(forged)
    case.dropped("martian-address")
    inner = udp(WOOD1, dst=REWRITE_1.pa)
    case.from_vm(WOOD1, inner)
    case.dropped("protected-destination")
    case.error_to(WOOD1, inner, 3, 13)
    tunnel = IP(src=REWRITE_1.pa, dst=PA, ttl=64, id=5) / GRE(key_present=1, proto=0x6558, key=6001 << 8)
    _plain_from(case, REWRITE_1, tunnel / Ether(dst=WOODGROVE.gateway_mac, src=WOOD1.mac) / udp(WOOD1))
    case.dropped("local-unsupported")
    stranger = IP(src="192.0.2.140", dst=E1, ttl=64, flags="DF") / UDP(sport=1, dport=2)
    case.receive(BACK, wire.padded(Ether(dst=BACK_MAC, src="02:00:00:00:0b:66") / stranger))
    case.dropped("not-for-gateway")


def _learner(name, address, last):
    return Vm(CONTOSO, address, 5001, f"02:00:00:00:01:{last}", "192.0.2.11")


def _with_learners(name, what):
    case = Case(name, what)
    case.learners = [_learner("l2-1", "10.0.0.40", "40"), _learner("l2-2", "10.0.0.40", "41")]
    records = network([], [("l2-1", case.learners[0]), ("l2-2", case.learners[1])])["lookupRecords"]
    for record in records:
        record["properties"]["type"] = "L2Only"
        del record["properties"]["customerAddress"]
    case.network(CONTOSO)["lookupRecords"] += records
    return case


def _announce(case, vm, address=None):
    address = address or vm.address
    announcement = ARP(op=1, hwsrc=vm.mac, psrc=address, hwdst="00:00:00:00:00:00", pdst=address)
    case.from_vm(vm, announcement, kind=0x0806, vsid=vm.vsid, to_mac="ff:ff:ff:ff:ff:ff")


def _learning():
    case = _with_learners("learned-address", "A VM whose record has no address announces one: it is reached under it.")
    inner = udp(DATA1, dst="10.0.0.40")
    case.from_vm(DATA1, inner)
    case.dropped("no-lookup-record")
    case.error_to(DATA1, inner, 3, 1)
    _announce(case, case.learners[0])
    case.from_vm(DATA1, inner)
    case.to_vm(case.learners[0], wire.forwarded(inner))
    back = udp(case.learners[0], dst=DATA1.address)
    case.from_vm(case.learners[0], back)
    case.to_vm(DATA1, wire.forwarded(back))

    case = _with_learners("learned-address-conflict", "Another VM claims the address, or one that is configured: the holder keeps it.")
    _announce(case, case.learners[0])
    _announce(case, case.learners[1])
    _announce(case, case.learners[1], WEB1.address)
    case.dropped("learned-address-conflict", 2)
    for _ in range(2):
        inner = udp(DATA1, dst="10.0.0.40")
        case.from_vm(DATA1, inner)
        case.to_vm(case.learners[0], wire.forwarded(inner))
    inner = udp(DATA1, dst=WEB1.address)
    case.from_vm(DATA1, inner)
    case.to_vm(WEB1, wire.forwarded(inner))

    case = _with_learners("learned-address-refused", "Outside the subnet's prefix, or the gateway's own.")
    _announce(case, case.learners[0], "10.0.7.7")
    _announce(case, case.learners[0], CONTOSO.gateway)
    case.dropped("learned-address-refused", 2)


def _wildcard():
    case = Case("gateway-wildcard", "Another gateway stands for the addresses of a virtual subnet that no record names.")
    other = Vm(CONTOSO, "0.0.0.0", 5001, "02:00:00:00:01:ff", "192.0.2.12")
    record = network([], [("others", other)])["lookupRecords"][0]
    record["properties"]["type"] = "GatewayWildcard"
    case.network(CONTOSO)["lookupRecords"].append(record)
    inner = udp(DATA1, dst="10.0.0.99")
    case.from_vm(DATA1, inner)
    case.to_vm(other, wire.forwarded(inner))
    inner = udp(DATA1, dst=WEB1.address)
    case.from_vm(DATA1, inner)
    case.to_vm(WEB1, wire.forwarded(inner))
