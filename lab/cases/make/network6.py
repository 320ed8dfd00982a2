"""IPv6 in the network of `network`: the tenants' second family, and cases that begin with it.

  front 2001:db8:f::1/64, router ::fe, data-centre host ::50     back fd00:b::1/64, hosts ::11, ::12

Both tenants use fd00:10::/48 inside, translated (RFC 6296) to a prefix of their own; Contoso's data
subnet has addresses of its own that leave as they are.
"""

from scapy.all import UDP, IPv6

from . import wire
from .network import *
from .network import network as network_of

FRONT_6, ROUTER_6, DATACENTRE_6 = "2001:db8:f::1", "2001:db8:f::fe", "2001:db8:f::50"
E1_6, E2_6 = "2001:db8:e::100", "2001:db8:e::101"
INSIDE = "fd00:10::"
OUTSIDE = {"contoso": "2001:db8:c1::", "woodgrove": "2001:db8:d1::"}
GATEWAY_6 = {"contoso": "fd00:10:0:fe::2", "woodgrove": "fd00:10:0:fe::2"}
VM_MTU_OUTER_6 = 1500 - 62


def _vm(like, address):
    return Vm(like.tenant, address, like.vsid, like.mac, like.pa)


WEB1_6 = _vm(WEB1, "fd00:10:0:1::10")
WEB2_6 = _vm(WEB2, "fd00:10:0:1::11")
DATA1_6 = _vm(DATA1, "2001:db8:c0:2::20")
WOOD1_6 = _vm(WOOD1, "fd00:10:0:1::10")


def _add(network, subnet, prefix, records):
    """A second prefix for a subnet, and records in it."""
    for s in network["subnets"]:
        if s["resourceId"] == subnet:
            s["properties"]["addressPrefixes"] = [s["properties"].pop("addressPrefix"), prefix]
    network["lookupRecords"] += network_of([], records)["lookupRecords"]


def translation(tenant):
    return {"insidePrefix": INSIDE + "/48", "outsidePrefix": OUTSIDE[tenant.name] + "/48"}


class Case6(Case):
    """A case whose two tenants have both families."""

    def __init__(self, name, what, seed=1):
        super().__init__(name, what, seed)
        self.connection["FrontEndGateway"] = f"{ROUTER},{ROUTER_6}"
        self.addresses.append({"port": FRONT, "address": f"{FRONT_6}/64"})
        self.neighbors += [
            {"port": FRONT, "address": ROUTER_6, "macAddress": dashed(ROUTER_MAC)},
            {"port": FRONT, "address": DATACENTRE_6, "macAddress": dashed(DATACENTRE_MAC)},
        ]
        self._tenant(CONTOSO, [("web", "fd00:10:0:1::/64", [("web1-6", WEB1_6), ("web2-6", WEB2_6)]),
                               ("data", "2001:db8:c0:2::/64", [("data1-6", DATA1_6)])],
                     ["2001:db8:c0::/48"], ["2001:db8:c0:2::/64"])
        self._tenant(WOODGROVE, [("web", "fd00:10:0:1::/64", [("web1-6", WOOD1_6)])], [], [])

    def _tenant(self, tenant, subnets, space, direct):
        network = self.network(tenant)
        network["addressSpace"]["addressPrefixes"] += ["fd00:10::/48"] + space
        for subnet, prefix, records in subnets:
            _add(network, subnet, prefix, records)
        _add(network, "gateway", "fd00:10:0:fe::/64", [])
        gateway = self.gateway(tenant)
        gateway["gatewayAddresses"].append(
            {"ipAddress": GATEWAY_6[tenant.name], "macAddress": dashed(tenant.gateway_mac)}
        )
        gateway["directRouting"]["prefixes"] += direct
        gateway["prefixTranslations"] = [translation(tenant)]

    def over_ipv6(self):
        """The provider network is IPv6: hosts, records and the gateway's own address."""
        self.connection["ProviderAddress"] = PA_6
        self.addresses.append({"port": BACK, "address": f"{PA_6}/64"})
        self.neighbors += [
            {"port": BACK, "address": pa, "macAddress": dashed(mac)}
            for pa, mac in HOST_MACS.items()
            if ":" in pa
        ]
        for n in self.state["virtualNetworks"]:
            for record in n["properties"]["lookupRecords"]:
                pa = record["properties"]["providerAddress"]
                record["properties"]["providerAddress"] = pa_6(pa)

    def error_to_6(self, vm, about, kind, code, rest=0):
        """An ICMPv6 error to the sender, from the gateway's address that faces it."""
        self.to_vm(vm, wire.icmp6_error(about, GATEWAY_6[vm.tenant.name], kind, code, rest))


def pa_6(pa):
    return "fd00:b::" + pa.rsplit(".", 1)[1]


def over_6(vm):
    return Vm(vm.tenant, vm.address, vm.vsid, vm.mac, pa_6(vm.pa))


def outside(vm, address=None):
    """A VM's address as the outside knows it."""
    return wire.prefix_translated(address or vm.address, OUTSIDE[vm.tenant.name], 48)


def udp6(vm, dst=E1_6, sport=40000, dport=53, hop_limit=64, data=b"hello, world"):
    return IPv6(src=vm.address, dst=dst, hlim=hop_limit) / UDP(sport=sport, dport=dport) / data


def leaves6(case, vm=WEB1_6, **fields):
    """A sound datagram that leaves translated: shows that a drop before it was meant for that frame."""
    inner = udp6(vm, **fields)
    case.from_vm(vm, inner)
    case.to_outside(wire.forwarded(inner, src=outside(vm)))
