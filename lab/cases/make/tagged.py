"""Links whose tags the gateway writes itself: the provider network in one VLAN, the front end in another. No
kernel knows of them, so the gateway resolves its neighbours and answers for its addresses there."""

import struct

from scapy.all import ICMP, IP, UDP, Ether, Raw

from . import wire
from .network import *

BACK_VLAN, FRONT_VLAN = 20, 30
BACK_ROUTER, BACK_ROUTER_MAC = "192.0.2.254", "02:00:00:00:0b:fe"
STATION = "172.31.7.7"  # behind the provider network's router
EVERYBODY = "ff:ff:ff:ff:ff:ff"


def tagged(frame, vlan):
    data = wire.raw(frame)
    return data[:12] + struct.pack("!HH", 0x8100, vlan) + data[12:]


class TaggedCase(Case):
    """One VM on one host. All frames have their link's tag."""

    def __init__(self, name, what):
        super().__init__(name, what)
        self.connection.update(
            BackendInterface=f"{BACK}.{BACK_VLAN}",
            FrontEndInterface=f"{FRONT}.{FRONT_VLAN}",
            BackendGateway=BACK_ROUTER,
            Addresses=f"{PA}/24@{BACK}.{BACK_VLAN},{FRONT_ADDRESS}/24@{FRONT}.{FRONT_VLAN}",
        )
        self.addresses, self.neighbors = [], []
        self.state["virtualNetworks"] = self.state["virtualNetworks"][:1]
        self.network(CONTOSO)["lookupRecords"] = self.network(CONTOSO)["lookupRecords"][:1]
        for collection in ("virtualGateways", "publicIPAddresses", "loadBalancers"):
            self.state[collection] = self.state[collection][:1]

    def receive(self, port, frame, vlan=None):
        vlan = vlan or {BACK: BACK_VLAN, FRONT: FRONT_VLAN}[port]
        super().receive(port, tagged(frame, vlan))

    def receive_untagged(self, port, frame):
        super().receive(port, frame)

    def send(self, port, frame):
        super().send(port, tagged(frame, {BACK: BACK_VLAN, FRONT: FRONT_VLAN}[port]))

    def asks(self, port, own_mac, own, neighbor):
        question = arp(1, own_mac, own, neighbor)
        self.send(port, wire.padded(Ether(dst=EVERYBODY, src=own_mac) / question))

    def tells(self, port, mac, address, own_mac, own):
        self.receive(port, wire.padded(Ether(dst=own_mac, src=mac) / arp(2, mac, address, own, own_mac)))

    def ping(self, port, mac, source, own_mac, own):
        """To the gateway's own address; the answer goes to the station that the request came from."""
        request = IP(src=source, dst=own, ttl=60, id=5, flags="DF") / ICMP(type=8, id=9, seq=1) / b"are you there?"
        self.receive(port, wire.padded(Ether(dst=own_mac, src=mac) / request))
        reply = IP(src=own, dst=source, ttl=64, id=0, flags="DF") / ICMP(type=0, id=9, seq=1) / b"are you there?"
        self.send(port, wire.padded(Ether(dst=mac, src=own_mac) / reply))


def _resolved(name, what):
    """A case in which the neighbours were asked for and have answered."""
    case = TaggedCase(name, what)
    case.tells(BACK, HOST_MACS[WEB1.pa], WEB1.pa, BACK_MAC, PA)
    case.asks(FRONT, FRONT_MAC, FRONT_ADDRESS, ROUTER)
    case.asks(BACK, BACK_MAC, PA, BACK_ROUTER)
    case.asks(BACK, BACK_MAC, PA, WEB1.pa)
    case.tells(BACK, BACK_ROUTER_MAC, BACK_ROUTER, BACK_MAC, PA)
    case.tells(FRONT, ROUTER_MAC, ROUTER, FRONT_MAC, FRONT_ADDRESS)
    return case


def make():
    case = _resolved("tagged-links", "Back end and front end in VLANs that the gateway tags itself: NAT out and back.")
    port = case.nat_port(WEB1)
    for _ in range(2):
        inner = udp(WEB1)
        case.from_vm(WEB1, inner)
        case.to_outside(wire.translated(inner, src=CONTOSO.public, sport=port))
        reply = IP(src=E1, dst=CONTOSO.public, ttl=60, id=3, flags="DF") / UDP(sport=53, dport=port) / b"reply"
        case.from_outside(reply)
        case.to_vm(WEB1, wire.translated(reply, dst=WEB1.address, dport=40000))

    case = _resolved("tagged-links-own-addresses", "ARP and ping for the gateway's addresses in its VLANs, and what is not for it.")
    for port, mac, asker, own_mac, own in (
        (BACK, HOST_MACS[WEB1.pa], WEB1.pa, BACK_MAC, PA),
        (FRONT, ROUTER_MAC, ROUTER, FRONT_MAC, FRONT_ADDRESS),
    ):
        case.receive(port, wire.padded(Ether(dst=EVERYBODY, src=mac) / arp(1, mac, asker, own)))
        case.send(port, wire.padded(Ether(dst=mac, src=own_mac) / arp(2, own_mac, own, asker, mac)))
        case.ping(port, mac, asker, own_mac, own)
    case.ping(BACK, BACK_ROUTER_MAC, STATION, BACK_MAC, PA)
    case.ping(FRONT, ROUTER_MAC, E1, FRONT_MAC, FRONT_ADDRESS)

    probe = IP(src=STATION, dst=PA, ttl=60, id=6) / UDP(sport=33000, dport=33434) / b"traceroute"
    case.receive(BACK, wire.padded(Ether(dst=BACK_MAC, src=BACK_ROUTER_MAC) / probe))
    case.send(BACK, wire.padded(Ether(dst=BACK_ROUTER_MAC, src=BACK_MAC) / wire.icmp_error(probe, PA, 3, 3)))
    case.dropped("local-unsupported")
    forged = IP(src="255.255.255.255", dst=PA, ttl=60) / ICMP(type=8, id=9, seq=2)
    case.receive(BACK, wire.padded(Ether(dst=BACK_MAC, src=BACK_ROUTER_MAC) / forged))
    case.dropped("martian-address")
    from_outside = IP(src=E1, dst=PA, ttl=60) / ICMP(type=8, id=9, seq=3)
    case.from_outside(from_outside)
    case.dropped("not-for-gateway")
    leaves(case, WEB1)

    case = _resolved("tagged-links-elsewhere", "Sound NVGRE without the tag, in a VLAN of nobody, and in the front end's.")
    frame = case.vm_frame(WEB1, udp(WEB1))
    case.receive_untagged(BACK, frame)
    case.dropped("wrong-port-role")
    case.receive(BACK, frame, vlan=BACK_VLAN + 1)
    case.dropped("outer-vlan")
    frame[Ether].dst = FRONT_MAC
    case.receive(FRONT, frame)
    case.dropped("wrong-port-role")
    leaves(case, WEB1)
