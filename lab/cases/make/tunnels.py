"""Connections to other sites: GRE, told apart by the key, and L3 in a VLAN of the tenant's own. Both tenants have
the same addresses inside and the same prefix at the other site."""

import struct

from scapy.all import ARP, GRE, ICMP, IP, TCP, UDP, Ether

from . import wire
from .network import *
from .tagged import EVERYBODY, tagged

OFFICE_NET, CLERK, ELSEWHERE = "172.16.1.0/24", "172.16.1.9", "172.16.2.9"
KEYS = {CONTOSO: 5000, WOODGROVE: 6000}
VLANS = {CONTOSO: 300, WOODGROVE: 301}
SITE_ROUTER, SITE_ROUTER_MAC, OWN = "172.31.0.2", "02:00:00:00:0e:02", "172.31.0.1"
TENANTS = ((CONTOSO, WEB1), (WOODGROVE, WOOD1))


def _connect(case, tenant, kind, **properties):
    case.gateway(tenant)["networkConnections"] = [
        {
            "resourceId": "office",
            "properties": {"connectionType": kind, "routes": [{"destinationPrefix": OFFICE_NET}], **properties},
        }
    ]


def _up(vm, **fields):
    return udp(vm, dst=CLERK, **fields)


def _down(vm, src=CLERK, dst=None, ttl=60):
    return IP(src=src, dst=dst or vm.address, ttl=ttl, id=3, flags="DF") / UDP(sport=53, dport=40000) / b"reply"


# GRE


def _gre(name, what):
    """Both tenants' offices are behind one device, which has a key for each."""
    case = Case(name, what)
    for tenant, key in KEYS.items():
        _connect(case, tenant, "GRE", destinationIPAddress=DATACENTRE, greConfiguration={"greKey": key})
    return case


def _in_gre(inner, key, src=DATACENTRE, dst=FRONT_ADDRESS, flags="DF"):
    gre = GRE(proto=0x0800) if key is None else GRE(key_present=1, key=key, proto=0x0800)
    return IP(src=src, dst=dst, ttl=64, id=0, flags=flags, proto=47) / gre / inner


def _gre_sent(case, vm, inner):
    case.from_vm(vm, inner)
    case.to_outside(_in_gre(wire.forwarded(inner), KEYS[vm.tenant], FRONT_ADDRESS, DATACENTRE), mac=DATACENTRE_MAC)


def _gre_told(case, tenant, inner):
    """The gateway's own answers may be cut on the way."""
    case.to_outside(_in_gre(inner, KEYS[tenant], FRONT_ADDRESS, DATACENTRE, flags=0), mac=DATACENTRE_MAC)


def _gre_received(case, vm, inner):
    case.from_outside(_in_gre(inner, KEYS[vm.tenant]), mac=DATACENTRE_MAC)
    case.to_vm(vm, wire.forwarded(inner))


def _gre_cases():
    case = _gre("gre-connection", "Each tenant's VM and office reach each other by GRE; the key tells whose a packet is.")
    for _ in range(3):
        for _, vm in TENANTS:
            _gre_sent(case, vm, _up(vm))
            _gre_received(case, vm, _down(vm))
    answer = IP(src="10.254.254.2", dst=CLERK, ttl=64, id=0, flags="DF") / ICMP(type=0, id=9, seq=1) / b"ping"
    ping = IP(src=CLERK, dst="10.254.254.2", ttl=60, flags="DF") / ICMP(type=8, id=9, seq=1) / b"ping"
    case.from_outside(_in_gre(ping, KEYS[CONTOSO]), mac=DATACENTRE_MAC)
    _gre_told(case, CONTOSO, answer)

    case = _gre("gre-connection-stranger", "Another key, none, another peer: nobody's tunnel.")
    for src, key in ((DATACENTRE, 5001), (DATACENTRE, None), (E1, KEYS[CONTOSO]), (ROUTER, KEYS[WOODGROVE])):
        case.from_outside(_in_gre(_down(WEB1), key, src=src))
        case.dropped("gre-no-tunnel")
    _gre_received(case, WEB1, _down(WEB1))

    case = _gre("gre-connection-spoofed", "Who sends by a tunnel can pretend to be nobody but what lies behind it.")
    for src in (ELSEWHERE, WEB2.address, DATA1.address, E1, "10.254.254.2", PA, CONTOSO.public):
        case.from_outside(_in_gre(_down(WEB1, src=src), KEYS[CONTOSO]), mac=DATACENTRE_MAC)
        case.dropped("tunnel-source")
    _gre_received(case, WEB1, _down(WEB1))

    case = _gre("gre-connection-destination", "From an office no way leads out of the tenant's own network.")
    for dst in (E1, PA, WEB1.pa, WOODGROVE.public, CONTOSO.public, FRONT_ADDRESS, DATACENTRE):
        case.step = 1100 * MS  # so that each one's sender is told
        inner = _down(WEB1, dst=dst)
        case.from_outside(_in_gre(inner, KEYS[CONTOSO]), mac=DATACENTRE_MAC)
        case.dropped("tunnel-destination")
        _gre_told(case, CONTOSO, wire.icmp_error(inner, CONTOSO.gateway, 3, 13))
    _gre_received(case, WEB1, _down(WEB1))

    case = _gre("gre-connection-mtu", "Too long for the tunnel: the VM hears how long a packet may be; a SYN's MSS is clamped.")
    inner = _up(WEB1, data=bytes(1472 - 28 + 1))
    case.from_vm(WEB1, inner)
    case.dropped("too-big")
    case.error_to(WEB1, inner, 3, 4, 1472)
    _gre_sent(case, WEB1, _up(WEB1, data=bytes(1472 - 28)))
    syn = IP(src=WEB1.address, dst=CLERK, ttl=64, flags="DF") / TCP(sport=1, dport=2, flags="S", options=[("MSS", 1460)])
    case.from_vm(WEB1, syn)
    clamped = syn.copy()
    clamped[TCP].options = [("MSS", 1472 - 40)]
    case.to_outside(_in_gre(wire.forwarded(clamped), KEYS[CONTOSO], FRONT_ADDRESS, DATACENTRE), mac=DATACENTRE_MAC)


# L3


class LinkCase(Case):
    """Each tenant has a VLAN of the front end, with the same addresses there."""

    def __init__(self, name, what):
        super().__init__(name, what)
        for tenant, vlan in VLANS.items():
            _connect(
                self,
                tenant,
                "L3",
                l3Configuration={"vlanSubnet": {"vlanId": vlan}},
                ipAddresses=[{"ipAddress": OWN, "prefixLength": 30}],
                peerIPAddresses=[SITE_ROUTER],
            )

    def from_site(self, tenant, ip, vlan=None, mac=FRONT_MAC):
        frame = wire.padded(Ether(dst=mac, src=SITE_ROUTER_MAC) / ip)
        self.receive(FRONT, tagged(frame, vlan or VLANS[tenant]))

    def to_site(self, tenant, ip):
        self.send(FRONT, tagged(wire.padded(Ether(dst=SITE_ROUTER_MAC, src=FRONT_MAC) / ip), VLANS[tenant]))

    def site_answers(self, tenant):
        """The gateway's request for the router, and what the router says."""
        request = Ether(dst=EVERYBODY, src=FRONT_MAC) / arp(1, FRONT_MAC, OWN, SITE_ROUTER)
        self.send(FRONT, tagged(wire.padded(request), VLANS[tenant]))
        self.from_site(tenant, arp(2, SITE_ROUTER_MAC, SITE_ROUTER, OWN, FRONT_MAC))

    def resolved(self, vm):
        """The first packet asks for the router, and goes on when it has answered."""
        inner = _up(vm)
        self.from_vm(vm, inner)
        self.site_answers(vm.tenant)
        self.to_site(vm.tenant, wire.forwarded(inner))


def _link_cases():
    case = LinkCase("l3-connection", "Each tenant's VM and site reach each other in a VLAN of the tenant's own.")
    for tenant, vm in TENANTS:
        case.resolved(vm)
    for _ in range(2):
        for tenant, vm in TENANTS:
            inner = _up(vm)
            case.from_vm(vm, inner)
            case.to_site(tenant, wire.forwarded(inner))
            case.from_site(tenant, _down(vm))
            case.to_vm(vm, wire.forwarded(_down(vm)))

    case = LinkCase("l3-connection-own-address", "The gateway's address in each VLAN answers there, and there only.")
    for tenant, vm in TENANTS:
        case.resolved(vm)
        case.receive(FRONT, tagged(wire.padded(Ether(dst=EVERYBODY, src=SITE_ROUTER_MAC) / arp(1, SITE_ROUTER_MAC, SITE_ROUTER, OWN)), VLANS[tenant]))
        reply = Ether(dst=SITE_ROUTER_MAC, src=FRONT_MAC) / arp(2, FRONT_MAC, OWN, SITE_ROUTER, SITE_ROUTER_MAC)
        case.send(FRONT, tagged(wire.padded(reply), VLANS[tenant]))
        for other in (FRONT_ADDRESS, CONTOSO.public, WOODGROVE.public, PA):
            question = arp(1, SITE_ROUTER_MAC, SITE_ROUTER, other)
            case.receive(FRONT, tagged(wire.padded(Ether(dst=EVERYBODY, src=SITE_ROUTER_MAC) / question), VLANS[tenant]))
        ping = IP(src=SITE_ROUTER, dst=OWN, ttl=64, flags="DF") / ICMP(type=8, id=9, seq=1) / b"ping"
        case.from_site(tenant, ping)
        case.to_site(tenant, IP(src=OWN, dst=SITE_ROUTER, ttl=64, id=0, flags="DF") / ICMP(type=0, id=9, seq=1) / b"ping")

    case = LinkCase("l3-connection-isolation", "A site sends as what lies behind it and into its tenant's network only.")
    for tenant, vm in TENANTS:
        case.resolved(vm)
    case.from_site(CONTOSO, _down(WEB1), vlan=302)
    case.dropped("outer-vlan")
    for src in (ELSEWHERE, WEB2.address, E1, PA, OWN, CONTOSO.public):
        case.from_site(CONTOSO, _down(WEB1, src=src))
        case.dropped("tunnel-source")
    for dst in (E1, PA, WOODGROVE.public, CONTOSO.public, FRONT_ADDRESS, DATACENTRE):
        case.step = 1100 * MS
        inner = _down(WEB1, dst=dst)
        case.from_site(CONTOSO, inner)
        case.dropped("tunnel-destination")
        case.to_site(CONTOSO, wire.icmp_error(inner, CONTOSO.gateway, 3, 13))
    case.from_site(CONTOSO, _down(WEB1), mac=EVERYBODY)
    case.dropped("wrong-destination-mac")
    nvgre = case.vm_frame(WEB1, udp(WEB1))
    case.from_site(CONTOSO, nvgre[IP])
    case.dropped("tunnel-source")
    case.from_site(CONTOSO, _down(WEB1))
    case.to_vm(WEB1, wire.forwarded(_down(WEB1)))


def make():
    _gre_cases()
    _link_cases()
