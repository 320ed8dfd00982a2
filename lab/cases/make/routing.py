"""Where a packet goes: between subnets, direct routing, and the ways that end."""

from scapy.all import IP, TCP, UDP, IPOption_RR

from . import wire
from .network import *


def make():
    _inside()
    _direct()
    _nowhere()
    _protected()


def _inside():
    case = Case("between-subnets", "Contoso's two virtual subnets through the gateway, both ways.")
    there = udp(WEB1, dst=DATA1.address)
    case.from_vm(WEB1, there)
    case.to_vm(DATA1, wire.forwarded(there))
    back = IP(src=DATA1.address, dst=WEB1.address, ttl=64, flags="DF") / UDP(sport=53, dport=40000) / b"re"
    case.from_vm(DATA1, back)
    case.to_vm(WEB1, wire.forwarded(back))
    for flags, sport, dport, a, b in (("S", 1, 2, WEB1, DATA1), ("SA", 2, 1, DATA1, WEB1), ("A", 1, 2, WEB1, DATA1)):
        segment = IP(src=a.address, dst=b.address, ttl=64, flags="DF") / TCP(sport=sport, dport=dport, flags=flags)
        case.from_vm(a, segment)
        case.to_vm(b, wire.forwarded(segment))

    case = Case("within-subnet", "A VM that sends to its neighbour through the gateway is routed all the same.")
    inner = udp(WEB1, dst=WEB2.address)
    case.from_vm(WEB1, inner)
    case.to_vm(WEB2, wire.forwarded(inner))

    case = Case("between-subnets-many", "One flow again and again: the first packet and the cached path agree.")
    inner = udp(WEB1, dst=DATA1.address)
    for _ in range(5):
        case.from_vm(WEB1, inner)
        case.to_vm(DATA1, wire.forwarded(inner))

    case = Case("customer-route", "A customer route leads through a VM that forwards, both ways.")
    case.network(CONTOSO)["customerRoutes"] = [
        {
            "resourceId": "appliance",
            "properties": {
                "destinationPrefix": "10.0.200.0/24",
                "nextHop": WEB2.address,
                "virtualSubnetId": 5001,
                "metric": 1,
            },
        }
    ]
    there = udp(DATA1, dst="10.0.200.9")
    case.from_vm(DATA1, there)
    case.to_vm(WEB2, wire.forwarded(there))
    back = IP(src="10.0.200.9", dst=DATA1.address, ttl=60, flags="DF") / UDP(sport=53, dport=40000)
    case.from_vm(WEB2, back)
    case.to_vm(DATA1, wire.forwarded(back))

    case = Case("ip-options", "A packet with a harmless option takes the slow way and keeps the option.")
    inner = udp(WEB1, dst=DATA1.address)
    inner.options = [IPOption_RR(routers=["0.0.0.0"] * 2)]
    case.from_vm(WEB1, inner)
    case.to_vm(DATA1, wire.forwarded(inner))


def _direct():
    case = Case("direct-routing", "A source in directRouting.prefixes leaves untranslated and is reached so.")
    there = udp(DATA1, dst=E1)
    case.from_vm(DATA1, there)
    case.to_outside(wire.forwarded(there))
    back = IP(src=E1, dst=DATA1.address, ttl=60, flags="DF") / UDP(sport=53, dport=40000) / b"re"
    case.from_outside(back)
    case.to_vm(DATA1, wire.forwarded(back))
    near = udp(DATA1, dst=DATACENTRE)
    case.from_vm(DATA1, near)
    case.to_outside(wire.forwarded(near), mac=DATACENTRE_MAC)
    back = IP(src=DATACENTRE, dst=DATA1.address, ttl=64, flags="DF") / TCP(sport=99, dport=80, flags="S")
    case.from_outside(back, mac=DATACENTRE_MAC)
    case.to_vm(DATA1, wire.forwarded(back))

    case = Case("direct-routing-no-record", "From outside to a routed address without a VM: host unreachable.")
    lost = IP(src=E1, dst="10.0.1.99", ttl=60, flags="DF") / UDP(sport=53, dport=40000)
    case.from_outside(lost)
    case.dropped("no-lookup-record")
    case.to_outside(wire.icmp_error(lost, FRONT_ADDRESS, 3, 1))


def _refused(name, what, label, kind, code, vm=WEB1, dst=E1):
    case = Case(name, what)
    inner = udp(vm, dst=dst)
    case.from_vm(vm, inner)
    case.dropped(label)
    case.error_to(vm, inner, kind, code)
    return case


def _nowhere():
    case = _refused("no-route", "The front end has no route to the destination.", "no-route", 3, 0, DATA1)
    del case.connection["FrontEndGateway"]
    near = udp(DATA1, dst=DATACENTRE)
    case.from_vm(DATA1, near)
    case.to_outside(wire.forwarded(near), mac=DATACENTRE_MAC)

    case = _refused(
        "blackhole", "In the tenant's address space, in none of its subnets.", "blackhole", 3, 0,
        dst="10.0.77.1",
    )
    leaves(case, WEB1)

    case = _refused(
        "no-lookup-record", "In a virtual subnet, but no VM has the address.", "no-lookup-record", 3, 1,
        dst="10.0.0.99",
    )
    leaves(case, WEB1)

    case = _refused(
        "no-front-end-rule", "Neither direct routing nor an outbound rule covers the source.",
        "no-front-end-rule", 3, 13,
    )
    case.balancer(CONTOSO)["outboundNatRules"] = []
    leaves(case, WOOD1)


def _protected():
    case = Case("protected-destination", "Provider, management and host addresses are out of a tenant's reach.")
    for destination in (PA, WEB1.pa, FRONT_ADDRESS, "192.0.2.200"):
        inner = IP(src=WEB1.address, dst=destination, ttl=64, flags="DF") / TCP(sport=1, dport=22, flags="S")
        case.from_vm(WEB1, inner)
        case.dropped("protected-destination")
        case.error_to(WEB1, inner, 3, 13)
    leaves(case, WEB1)

    case = Case("other-tenant", "Another tenant's routed prefix is reached by the front end only.")
    space = case.network(WOODGROVE)["addressSpace"]
    space["addressPrefixes"] = ["10.0.0.0/24", "10.254.254.0/29"]
    inner = udp(WOOD1, dst=DATA1.address)
    case.from_vm(WOOD1, inner)
    case.dropped("other-tenant")
    case.error_to(WOOD1, inner, 3, 13)
    leaves(case, WOOD1)
