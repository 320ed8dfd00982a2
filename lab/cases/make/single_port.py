"""One interface for both roles: NVGRE and the front end share a wire and a subnet."""

from scapy.all import IP, UDP, Ether

from . import wire
from .network import *

NIC = "nic"
NIC_ROUTER, NIC_ROUTER_MAC = "192.0.2.254", "02:00:00:00:0b:fe"


class SinglePortCase(Case):
    def __init__(self, name, what):
        super().__init__(name, what)
        self.connection.update(
            BackendInterface=NIC, FrontEndInterface=NIC, FrontEndGateway=NIC_ROUTER
        )
        self.links = [{"name": NIC, "macAddress": dashed(BACK_MAC), "mtuBytes": 1500}]
        self.addresses = [{"port": NIC, "address": f"{PA}/24"}]
        self.neighbors = [
            {"port": NIC, "address": pa, "macAddress": dashed(mac)}
            for pa, mac in [*HOST_MACS.items(), (NIC_ROUTER, NIC_ROUTER_MAC)]
            if ":" not in pa
        ]

    def receive(self, port, frame):
        super().receive(NIC, frame)

    def send(self, port, frame):
        super().send(NIC, frame)

    def from_outside(self, ip, mac=NIC_ROUTER_MAC):
        self.receive(NIC, wire.padded(Ether(dst=BACK_MAC, src=mac) / ip))

    def to_outside(self, ip, mac=NIC_ROUTER_MAC):
        self.send(NIC, wire.padded(Ether(dst=mac, src=BACK_MAC) / ip))


def make():
    case = SinglePortCase("single-port", "One interface is back end and front end: NAT out and back, and the router's error.")
    port = case.nat_port(WEB1)
    for _ in range(2):
        inner = udp(WEB1)
        case.from_vm(WEB1, inner)
        case.to_outside(wire.translated(inner, src=CONTOSO.public, sport=port))
        reply = IP(src=E1, dst=CONTOSO.public, ttl=60, id=3, flags="DF")
        reply = reply / UDP(sport=53, dport=port) / b"reply"
        case.from_outside(reply)
        case.to_vm(WEB1, wire.translated(reply, dst=WEB1.address, dport=40000))
    outside = wire.translated(inner, src=CONTOSO.public, sport=port, hop=False)
    case.from_outside(wire.icmp_error(outside, NIC_ROUTER, 11, 0))
    case.to_vm(WEB1, wire.forwarded(wire.icmp_error(inner, NIC_ROUTER, 11, 0)))

    case = SinglePortCase(
        "single-port-protects-provider",
        "One interface for both: a tenant reaches neither a host nor the gateway on the provider network.",
    )
    for address in (WEB1.pa, PA, NIC_ROUTER):
        inner = udp(WEB1, dst=address)
        case.from_vm(WEB1, inner)
        case.error_to(WEB1, inner, 3, 13)
        case.dropped("protected-destination")
    leaves(case, WEB1)
