"""NAT: mappings, filtering, inbound and 1:1 rules, hairpin, ICMP errors."""

from scapy.all import ESP, GRE, ICMP, IP, TCP, UDP, Ether, Raw

from . import wire
from .network import *


def make():
    _sessions()
    _filtering()
    _rules()
    _hairpin()
    _hairpin_errors()
    _errors()
    _refused()


def _reply(case_public, port, src=E1, sport=53, data=b"reply"):
    return IP(src=src, dst=case_public, ttl=60, id=3, flags="DF") / UDP(sport=sport, dport=port) / data


def _out(case, vm, port, **fields):
    inner = udp(vm, **fields)
    case.from_vm(vm, inner)
    case.to_outside(wire.translated(inner, src=vm.tenant.public, sport=port))


def _in(case, vm, port, vm_port=40000, **fields):
    reply = _reply(vm.tenant.public, port, **fields)
    case.from_outside(reply)
    case.to_vm(vm, wire.translated(reply, dst=vm.address, dport=vm_port))


def _sessions():
    case = Case("nat-udp", "A datagram leaves under the external address; the answer comes back; again.")
    port = case.nat_port(WEB1)
    for _ in range(3):
        _out(case, WEB1, port)
        _in(case, WEB1, port)

    case = Case("nat-udp-without-checksum", "A UDP checksum of zero stays zero (RFC 768).")
    port = case.nat_port(WEB1)
    for _ in range(2):
        inner = udp(WEB1)
        inner[UDP].chksum = 0
        case.from_vm(WEB1, inner)
        case.to_outside(wire.translated(inner, src=CONTOSO.public, sport=port))
        reply = _reply(CONTOSO.public, port)
        reply[UDP].chksum = 0
        case.from_outside(reply)
        case.to_vm(WEB1, wire.translated(reply, dst=WEB1.address, dport=40000))

    case = Case("nat-tcp", "A whole TCP connection: three-way handshake, data, half close, close.")
    port = case.nat_port(WEB1, TCP, 5555)
    talk = [(">", "S", b""), ("<", "SA", b""), (">", "A", b""), (">", "PA", b"GET /"), ("<", "PA", b"200 OK")]
    talk += [("<", "A", b"")] * 2 + [(">", "FA", b""), ("<", "A", b""), ("<", "FA", b""), (">", "A", b"")]
    for way, flags, data in talk:
        if way == ">":
            inner = IP(src=WEB1.address, dst=E1, ttl=64, flags="DF") / TCP(sport=5555, dport=80, flags=flags) / data
            case.from_vm(WEB1, inner)
            case.to_outside(wire.translated(inner, src=CONTOSO.public, sport=port))
        else:
            back = IP(src=E1, dst=CONTOSO.public, ttl=60, flags="DF") / TCP(sport=80, dport=port, flags=flags) / data
            case.from_outside(back)
            case.to_vm(WEB1, wire.translated(back, dst=WEB1.address, dport=5555))

    case = Case("nat-ping", "Echo requests leave with an identifier of the NAT, replies come back with the VM's.")
    ident = case.nat_port(WEB1, ICMP, 99)
    for seq in (1, 2):
        ping = IP(src=WEB1.address, dst=E1, ttl=64, flags="DF") / ICMP(id=99, seq=seq) / b"abc"
        case.from_vm(WEB1, ping)
        case.to_outside(wire.translated(ping, src=CONTOSO.public, ident=ident))
        pong = IP(src=E1, dst=CONTOSO.public, ttl=60, flags="DF") / ICMP(type=0, id=ident, seq=seq) / b"abc"
        case.from_outside(pong)
        case.to_vm(WEB1, wire.translated(pong, dst=WEB1.address, ident=99))

    case = Case("nat-two-tenants", "Equal inside addresses and ports of two tenants, one destination, both at once.")
    one, other = case.nat_port(WEB1), case.nat_port(WOOD1)
    _out(case, WEB1, one)
    _out(case, WOOD1, other)
    _in(case, WEB1, one)
    _in(case, WOOD1, other)
    case.from_outside(_reply(WOODGROVE.public, one))
    case.dropped("nat-no-mapping")


def _filtering():
    case = Case("nat-endpoint-independent", "One inside port, three destinations, one external port; all may answer.")
    port = case.nat_port(WEB1)
    for dst, dport in ((E1, 53), (E1, 54), (E2, 53)):
        _out(case, WEB1, port, dst=dst, dport=dport)
    _in(case, WEB1, port, src="198.18.0.250", sport=9999)

    for name, mode, allowed, refused in (
        ("address-dependent", "AddressDependent", [(E1, 53), (E1, 99)], [(E2, 53)]),
        ("address-and-port-dependent", "AddressAndPortDependent", [(E1, 53)], [(E1, 99), (E2, 53)]),
    ):
        case = Case(f"nat-filter-{name}", f"filtering {mode}: who may answer, and who may not.")
        case.gateway(CONTOSO)["nat"] = {"filtering": mode}
        port = case.nat_port(WEB1)
        _out(case, WEB1, port)
        for src, sport in allowed:
            _in(case, WEB1, port, src=src, sport=sport)
        for src, sport in refused:
            case.from_outside(_reply(CONTOSO.public, port, src=src, sport=sport))
            case.dropped("nat-filtered")

    case = Case("nat-stranger", "What only the filter admits keeps no mapping alive, and leaves no flow behind.")
    case.veth = False
    port = case.nat_port(WEB1)
    _out(case, WEB1, port)
    for _ in range(11):
        case.wait(27_000)
        _in(case, WEB1, port, src=E2, sport=9999)
    case.wait(20_000)
    case.from_outside(_reply(CONTOSO.public, port, src=E2, sport=9999))
    case.from_outside(_reply(CONTOSO.public, port))
    case.dropped("nat-no-mapping", 2)

    case = Case("nat-udp-idle", "A UDP session lives through 299 s of silence, and not through 302 s.")
    case.veth = False
    port = case.nat_port(WEB1)
    _out(case, WEB1, port)
    _in(case, WEB1, port)
    case.wait(299_000)
    _in(case, WEB1, port)
    case.wait(302_000)
    case.from_outside(_reply(CONTOSO.public, port))
    case.dropped("nat-no-mapping")

    case = Case("nat-no-mapping", "From outside to ports without a mapping: silence, for SYN too (RFC 5382 REQ-4).")
    case.from_outside(_reply(CONTOSO.public, 2000))
    case.from_outside(IP(src=E1, dst=CONTOSO.public, flags="DF") / TCP(sport=1, dport=80, flags="S"))
    case.from_outside(IP(src=E1, dst=CONTOSO.public, flags="DF") / ICMP(type=0, id=7) / b"pong")
    case.dropped("nat-no-mapping", 3)
    leaves(case, WEB1)


def _rules():
    case = Case("nat-inbound-rule", "A forwarded port, below 1024 and above 49151, and the answers.")
    case.balancer(WOODGROVE)["inboundNatRules"] = [
        inbound_rule("web", WOODGROVE, "TCP", 443, 8443, WOOD1.address),
        inbound_rule("high", WOODGROVE, "UDP", 60443, 443, WOOD1.address),
    ]
    syn = IP(src=E1, dst=WOODGROVE.public, ttl=60, flags="DF") / TCP(sport=1234, dport=443, flags="S")
    case.from_outside(syn)
    case.to_vm(WOOD1, wire.translated(syn, dst=WOOD1.address, dport=8443))
    answer = IP(src=WOOD1.address, dst=E1, ttl=64, flags="DF") / TCP(sport=8443, dport=1234, flags="SA")
    case.from_vm(WOOD1, answer)
    case.to_outside(wire.translated(answer, src=WOODGROVE.public, sport=443))
    ask = _reply(WOODGROVE.public, 60443, sport=1234)
    case.from_outside(ask)
    case.to_vm(WOOD1, wire.translated(ask, dst=WOOD1.address, dport=443))
    told = udp(WOOD1, sport=443, dport=1234)
    case.from_vm(WOOD1, told)
    case.to_outside(wire.translated(told, src=WOODGROVE.public, sport=60443))
    case.from_outside(IP(src=E1, dst=WOODGROVE.public, flags="DF") / TCP(sport=1, dport=444, flags="S"))
    case.dropped("nat-no-mapping")

    case = Case("nat-inbound-direct-source", "A directly routed VM answers under the public port by which it was asked.")
    case.balancer(CONTOSO)["inboundNatRules"] = [
        inbound_rule("web", CONTOSO, "UDP", 8080, 80, DATA1.address)
    ]
    ask = _reply(CONTOSO.public, 8080, sport=1234)
    answer = udp(DATA1, sport=80, dport=1234)
    for _ in range(2):
        case.from_outside(ask)
        case.to_vm(DATA1, wire.translated(ask, dst=DATA1.address, dport=80))
        case.from_vm(DATA1, answer)
        case.to_outside(wire.translated(answer, src=CONTOSO.public, sport=8080))
    own = udp(DATA1, sport=80, dport=1235)
    case.from_vm(DATA1, own)
    case.to_outside(wire.translated(own))

    case = Case("nat-inbound-range", "A range of forwarded ports keeps the distance from its first.")
    case.balancer(WOODGROVE)["inboundNatRules"] = [
        inbound_rule("media", WOODGROVE, "UDP", (30000, 30010), 5000, WOOD1.address)
    ]
    for port in (30000, 30007, 30010):
        ask = _reply(WOODGROVE.public, port, sport=1234)
        case.from_outside(ask)
        case.to_vm(WOOD1, wire.translated(ask, dst=WOOD1.address, dport=port - 25000))
    case.from_outside(_reply(WOODGROVE.public, 30011))
    case.from_outside(_reply(WOODGROVE.public, 29999))
    case.dropped("nat-no-mapping", 2)

    case = Case("nat-one-to-one", "A 1:1 rule carries every protocol both ways, GRE and ESP as tenant traffic.")
    case.state["publicIPAddresses"].append(
        {
            "resourceId": "web2-pip",
            "properties": {"ipAddress": "203.0.113.11", "publicIPAllocationMethod": "Static"},
        }
    )
    case.gateway(CONTOSO)["nat"] = {
        "oneToOneRules": [
            {
                "publicIPAddress": {"resourceRef": "/publicIPAddresses/web2-pip"},
                "customerAddress": WEB2.address,
            }
        ]
    }
    payloads = (
        UDP(sport=700, dport=800) / b"x",
        TCP(sport=700, dport=800, flags="S"),
        ICMP(id=9) / b"ping",
        GRE(key_present=1, proto=0x6558, key=5000 << 8) / Ether() / IP(dst="10.0.0.10") / ICMP(),
        ESP(spi=0x1000, seq=1, data=bytes(24)),
    )
    for payload in payloads:
        ask = IP(src=E1, dst="203.0.113.11", ttl=60, flags="DF") / payload
        case.from_outside(ask)
        case.to_vm(WEB2, wire.translated(ask, dst=WEB2.address))
        inner = IP(src=WEB2.address, dst=E2, ttl=64, flags="DF") / payload
        case.from_vm(WEB2, inner)
        case.to_outside(wire.translated(inner, src="203.0.113.11"))


def _hairpin():
    case = Case("nat-hairpin", "A VM reaches another of its network by the public address (RFC 4787 REQ-9).")
    case.balancer(CONTOSO)["inboundNatRules"] = [
        inbound_rule("web", CONTOSO, "UDP", 8080, 80, WEB2.address)
    ]
    port = case.nat_port(WEB1)
    ask = udp(WEB1, dst=CONTOSO.public, dport=8080)
    answer = IP(src=WEB2.address, dst=CONTOSO.public, ttl=64, flags="DF") / UDP(sport=80, dport=port) / b"re"
    for _ in range(2):
        case.from_vm(WEB1, ask)
        case.to_vm(
            WEB2,
            wire.translated(ask, src=CONTOSO.public, sport=port, dst=WEB2.address, dport=80),
        )
        case.from_vm(WEB2, answer)
        case.to_vm(
            WEB1,
            wire.translated(answer, src=CONTOSO.public, sport=8080, dst=WEB1.address, dport=40000),
        )

    case = Case("nat-hairpin-between-tenants", "Woodgrove reaches Contoso by its published address, and only so.")
    case.balancer(CONTOSO)["inboundNatRules"] = [
        inbound_rule("web", CONTOSO, "UDP", 8080, 80, WEB2.address)
    ]
    port = case.nat_port(WOOD1)
    ask = udp(WOOD1, dst=CONTOSO.public, dport=8080)
    case.from_vm(WOOD1, ask)
    case.to_vm(
        WEB2, wire.translated(ask, src=WOODGROVE.public, sport=port, dst=WEB2.address, dport=80)
    )
    answer = IP(src=WEB2.address, dst=WOODGROVE.public, ttl=64, flags="DF") / UDP(sport=80, dport=port) / b"re"
    case.from_vm(WEB2, answer)
    case.to_vm(
        WOOD1,
        wire.translated(answer, src=CONTOSO.public, sport=8080, dst=WOOD1.address, dport=40000),
    )
    case.from_vm(WOOD1, udp(WOOD1, dst=CONTOSO.public, dport=8081))
    case.dropped("nat-no-mapping")

    case = Case(
        "nat-hairpin-foreign-inside-source",
        "A directly routed VM reaches no other tenant from an address that this one uses inside.",
    )
    case.gateway(CONTOSO)["directRouting"]["prefixes"] = []
    case.gateway(WOODGROVE)["directRouting"]["prefixes"] = ["10.0.0.0/24"]
    case.balancer(CONTOSO)["inboundNatRules"] = [
        inbound_rule("web", CONTOSO, "UDP", 8080, 80, WEB2.address)
    ]
    ask = udp(WOOD1, dst=CONTOSO.public, dport=8080)
    case.from_vm(WOOD1, ask)
    case.error_to(WOOD1, ask, 3, 13)
    case.dropped("martian-address")


def _hairpin_errors():
    case = Case("nat-hairpin-too-big", "Contoso's MTU is 1400: Woodgrove's sender is told, its own packet quoted.")
    case.gateway(CONTOSO)["backEnd"] = {"mtu": 1400}
    case.balancer(CONTOSO)["inboundNatRules"] = [
        inbound_rule("web", CONTOSO, "UDP", 8080, 80, WEB2.address),
        inbound_rule("gone", CONTOSO, "UDP", 8081, 80, "10.0.0.99"),
    ]
    big = udp(WOOD1, dst=CONTOSO.public, dport=8080, data=bytes(1373))
    case.from_vm(WOOD1, big)
    case.error_to(WOOD1, big, 3, 4, 1400)
    case.dropped("too-big")
    lost = udp(WOOD1, dst=CONTOSO.public, dport=8081)
    case.from_vm(WOOD1, lost)
    case.error_to(WOOD1, lost, 3, 1)
    case.dropped("no-lookup-record")
    port = case.nat_port(WOOD1)
    fits = udp(WOOD1, dst=CONTOSO.public, dport=8080, data=bytes(1372))
    case.from_vm(WOOD1, fits)
    case.to_vm(
        WEB2, wire.translated(fits, src=WOODGROVE.public, sport=port, dst=WEB2.address, dport=80)
    )


def _error_about(ip, src, dst, kind=3, code=1, ttl=60, mtu=0, chksum=None):
    """An error whose quote has the IP header and 8 bytes, as RFC 792 asks for at least."""
    icmp = ICMP(wire.icmp_message(kind, code, mtu, wire.raw(ip)[:28]))
    if chksum is not None:
        icmp.chksum = chksum
    return IP(src=src, dst=dst, ttl=ttl, flags="DF", proto=1) / Raw(wire.raw(icmp))


def _errors():
    case = Case("nat-icmp-error-inbound", "Errors from the path about a VM's datagram reach it, as about its own.")
    port = case.nat_port(WEB1)
    inner = udp(WEB1)
    _out(case, WEB1, port)
    for kind, code, mtu in ((3, 1, 0), (11, 0, 0), (3, 4, 1280), (12, 0, 0)):
        outside = wire.translated(inner, src=CONTOSO.public, sport=port)
        outside.ttl = 55
        outside = IP(wire.raw(wire.resummed(outside)))
        case.from_outside(_error_about(outside, "198.18.7.7", CONTOSO.public, kind, code, mtu=mtu))
        quoted = wire.translated(outside, src=WEB1.address, sport=40000, hop=False)
        told = _error_about(quoted, "198.18.7.7", WEB1.address, kind, code, ttl=59, mtu=mtu)
        case.to_vm(WEB1, told)
    _in(case, WEB1, port)

    case = Case("nat-icmp-error-outbound", "A VM's error about an inbound datagram leaves with the public addresses.")
    port = case.nat_port(WEB1)
    _out(case, WEB1, port)
    reply = _reply(CONTOSO.public, port)
    case.from_outside(reply)
    arrived = wire.translated(reply, dst=WEB1.address, dport=40000)
    case.to_vm(WEB1, arrived)
    case.from_vm(WEB1, _error_about(arrived, WEB1.address, E1, 3, 3, ttl=64))
    quoted = wire.translated(arrived, dst=CONTOSO.public, dport=port, hop=False)
    case.to_outside(_error_about(quoted, CONTOSO.public, E1, 3, 3, ttl=63))

    case = Case("nat-icmp-error-about-ping", "An error about an echo request finds it by the identifier.")
    ident = case.nat_port(WEB1, ICMP, 99)
    ping = IP(src=WEB1.address, dst=E1, ttl=64, flags="DF") / ICMP(id=99, seq=1) / b"abc"
    case.from_vm(WEB1, ping)
    outside = wire.translated(ping, src=CONTOSO.public, ident=ident)
    case.to_outside(outside)
    case.from_outside(_error_about(outside, "198.18.7.7", CONTOSO.public, 11, 0))
    quoted = wire.translated(outside, src=WEB1.address, ident=99, hop=False)
    case.to_vm(WEB1, _error_about(quoted, "198.18.7.7", WEB1.address, 11, 0, ttl=59))

    case = Case("bad-icmp-checksum", "Errors with a wrong ICMP checksum, or a wrong one in the quoted header.")
    port = case.nat_port(WEB1)
    _out(case, WEB1, port)
    outside = wire.translated(udp(WEB1), src=CONTOSO.public, sport=port)
    case.from_outside(_error_about(outside, "198.18.7.7", CONTOSO.public, chksum=0x1234))
    outside.chksum = 0x1234
    case.from_outside(_error_about(outside, "198.18.7.7", CONTOSO.public))
    ping = IP(src=WEB1.address, dst=CONTOSO.gateway, flags="DF") / ICMP(chksum=0x1234) / b"ping"
    case.from_vm(WEB1, ping)
    case.dropped("bad-icmp-checksum", 3)
    _in(case, WEB1, port)

    case = Case("nat-icmp-no-session", "Errors about packets that the gateway never translated.")
    stranger = IP(src=CONTOSO.public, dst=E1, ttl=50, flags="DF") / UDP(sport=3333, dport=53) / bytes(8)
    case.from_outside(_error_about(stranger, "198.18.7.7", CONTOSO.public))
    unknown = IP(src=E1, dst=WEB1.address, ttl=50, flags="DF") / UDP(sport=53, dport=3333) / bytes(8)
    case.from_vm(WEB1, _error_about(unknown, WEB1.address, E1, 3, 3, ttl=64))
    case.dropped("nat-icmp-no-session", 2)
    leaves(case, WEB1)


def _refused():
    case = Case("bad-transport-header", "Packets that end inside their TCP, UDP or ICMP header.")
    payloads = (
        (6, bytes(19)),
        (6, bytes(12) + b"\x40" + bytes(7)),
        (6, bytes(12) + b"\x60" + bytes(7)),
        (17, bytes(7)),
        (17, bytes([0, 1, 0, 2, 0, 7, 0, 0])),
        (17, bytes([0, 1, 0, 2, 0, 9, 0, 0])),
        (1, bytes([8, 0, 0, 0, 0, 0, 0])),
    )
    for proto, payload in payloads:
        case.from_vm(WEB1, IP(src=WEB1.address, dst=E1, flags="DF", proto=proto) / Raw(payload))
        case.from_outside(IP(src=E1, dst=CONTOSO.public, flags="DF", proto=proto) / Raw(payload))
    case.dropped("bad-transport-header", 14)
    leaves(case, WEB1)

    case = Case("nat-unsupported-protocol", "SCTP and GRE of a VM: only a 1:1 rule could carry them.")
    for proto in (132, 47, 50):
        inner = IP(src=WEB1.address, dst=E1, flags="DF", proto=proto) / Raw(bytes(24))
        case.from_vm(WEB1, inner)
        case.from_outside(IP(src=E1, dst=CONTOSO.public, flags="DF", proto=proto) / Raw(bytes(24)))
    case.dropped("nat-unsupported-protocol", 6)
    leaves(case, WEB1)

    case = Case("nat-tcp-not-open", "A TCP segment of no session that opens none, from the VM.")
    for flags in ("A", "FA", "R", "SA"):
        inner = IP(src=WEB1.address, dst=E1, flags="DF") / TCP(sport=5555, dport=80, flags=flags)
        case.from_vm(WEB1, inner)
    case.dropped("nat-tcp-not-open", 4)
    leaves(case, WEB1)
