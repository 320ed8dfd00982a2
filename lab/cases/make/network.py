"""The network that the cases share (the lab's), the tenants in it, and a case under construction.

  front 198.51.100.1, router .254, data-centre host .50      back 192.0.2.1, hosts .11 and .12
"""

import copy
import json
import pathlib

from scapy.all import ARP, GRE, ICMP, IP, TCP, UDP, Ether, IPv6, Raw

from . import pcapng, wire

BACK, FRONT = "back", "front"
BACK_MAC, FRONT_MAC = "02:00:00:00:0b:01", "02:00:00:00:0f:01"
PA, FRONT_ADDRESS = "192.0.2.1", "198.51.100.1"
ROUTER, ROUTER_MAC = "198.51.100.254", "02:00:00:00:0f:fe"
DATACENTRE, DATACENTRE_MAC = "198.51.100.50", "02:00:00:00:0f:50"
E1, E2 = "198.18.0.100", "198.18.0.101"
PA_6 = "fd00:b::1"
HOST_MACS = {
    "192.0.2.11": "02:00:00:00:0b:11",
    "192.0.2.12": "02:00:00:00:0b:12",
    "fd00:b::11": "02:00:00:00:0b:11",
    "fd00:b::12": "02:00:00:00:0b:12",
}
VM_MTU = 1458
MS = 1_000_000

CASES = pathlib.Path(__file__).resolve().parent.parent


def dashed(mac):
    return mac.replace(":", "-").upper()


class Tenant:
    def __init__(self, name, rdid, gateway_vsid, gateway_mac, public):
        self.name, self.rdid = name, rdid
        self.gateway_vsid, self.gateway_mac = gateway_vsid, gateway_mac
        self.gateway = "10.254.254.2"
        self.public = public


class Vm:
    def __init__(self, tenant, address, vsid, mac, pa):
        self.tenant, self.address, self.vsid, self.mac, self.pa = tenant, address, vsid, mac, pa


CONTOSO = Tenant(
    "contoso", "{c0c0c0c0-0000-4000-8000-000000000001}", 5000, "02:00:5e:00:50:02", "203.0.113.10"
)
WOODGROVE = Tenant(
    "woodgrove", "{d0d0d0d0-0000-4000-8000-000000000002}", 6000, "02:00:5e:00:60:02", "203.0.113.20"
)
WEB1 = Vm(CONTOSO, "10.0.0.10", 5001, "02:00:00:00:01:10", "192.0.2.11")
WEB2 = Vm(CONTOSO, "10.0.0.11", 5001, "02:00:00:00:01:11", "192.0.2.12")
DATA1 = Vm(CONTOSO, "10.0.1.20", 5002, "02:00:00:00:01:20", "192.0.2.12")
WOOD1 = Vm(WOODGROVE, "10.0.0.10", 6001, "02:00:00:00:02:10", "192.0.2.11")


def _record(name, vm):
    return {
        "resourceId": name,
        "properties": {
            "customerAddress": vm.address,
            "virtualSubnetId": vm.vsid,
            "macAddress": dashed(vm.mac),
            "providerAddress": vm.pa,
            "rule": "TranslationMethodEncap",
            "type": "Static",
        },
    }


def network(subnets, records):
    """Properties of a virtual network: subnets are (name, prefix, VSID)."""
    return {
        "subnets": [
            {
                "resourceId": name,
                "properties": {"addressPrefix": prefix, "virtualSubnetId": vsid},
            }
            for name, prefix, vsid in subnets
        ],
        "lookupRecords": [_record(name, vm) for name, vm in records],
        "customerRoutes": [],
    }


def _network(tenant, subnets, records):
    properties = network(subnets + [("gateway", "10.254.254.0/29", tenant.gateway_vsid)], records)
    properties["routingDomainId"] = tenant.rdid
    properties["addressSpace"] = {"addressPrefixes": ["10.0.0.0/16", "10.254.254.0/29"]}
    return {"resourceId": tenant.name, "properties": properties}


def gateway(tenant, direct):
    subnet = f"/virtualNetworks/{tenant.name}/subnets/gateway"
    return {
        "resourceId": f"{tenant.name}-gw",
        "properties": {
            "gatewaySubnets": [{"resourceRef": subnet}],
            "gatewayAddresses": [
                {"ipAddress": tenant.gateway, "macAddress": dashed(tenant.gateway_mac)}
            ],
            "routingType": "Static",
            "directRouting": {"prefixes": direct},
            "networkConnections": [],
        },
    }


def public_address(tenant):
    return {
        "resourceId": f"{tenant.name}-pip",
        "properties": {"ipAddress": tenant.public, "publicIPAllocationMethod": "Static"},
    }


def balancer(tenant):
    name = f"{tenant.name}-nat"
    frontend = {"resourceRef": f"/loadBalancers/{name}/frontendIPConfigurations/fe"}
    pool = {"resourceRef": f"/loadBalancers/{name}/backendAddressPools/all"}
    return {
        "resourceId": name,
        "properties": {
            "frontendIPConfigurations": [
                {
                    "resourceId": "fe",
                    "properties": {
                        "publicIPAddress": {
                            "resourceRef": f"/publicIPAddresses/{tenant.name}-pip"
                        }
                    },
                }
            ],
            "backendAddressPools": [
                {
                    "resourceId": "all",
                    "properties": {
                        "virtualNetwork": {"resourceRef": f"/virtualNetworks/{tenant.name}"}
                    },
                }
            ],
            "outboundNatRules": [
                {
                    "resourceId": "out",
                    "properties": {
                        "protocol": "ALL",
                        "frontendIPConfigurations": [frontend],
                        "backendAddressPool": pool,
                    },
                }
            ],
            "inboundNatRules": [],
        },
    }


def two_tenants():
    return {
        "virtualNetworks": [
            _network(
                CONTOSO,
                [("web", "10.0.0.0/24", 5001), ("data", "10.0.1.0/24", 5002)],
                [("web1", WEB1), ("web2", WEB2), ("data1", DATA1)],
            ),
            _network(WOODGROVE, [("web", "10.0.0.0/24", 6001)], [("web1", WOOD1)]),
        ],
        "virtualGateways": [gateway(CONTOSO, ["10.0.1.0/24"]), gateway(WOODGROVE, [])],
        "publicIPAddresses": [public_address(CONTOSO), public_address(WOODGROVE)],
        "loadBalancers": [balancer(CONTOSO), balancer(WOODGROVE)],
    }


def inbound_rule(name, tenant, protocol, front_ports, back_port, address):
    """front_ports: a number, or (first, last)."""
    ports = (
        {"frontendPortRangeStart": front_ports[0], "frontendPortRangeEnd": front_ports[1]}
        if isinstance(front_ports, tuple)
        else {"frontendPort": front_ports}
    )
    ref = f"/loadBalancers/{tenant.name}-nat/frontendIPConfigurations/fe"
    return {
        "resourceId": name,
        "properties": {
            "protocol": protocol,
            **ports,
            "backendPort": back_port,
            "backendAddress": address,
            "frontendIPConfigurations": [{"resourceRef": ref}],
        },
    }


class Case:
    """Collects what comes in, what must go out, and what is dropped; `save` writes the folder."""

    all = []

    def __init__(self, name, what, seed=1):
        self.name, self.what, self.seed = name, what, seed
        self.state = two_tenants()
        self.ports, self.blocks = wire.Ports(seed), {}
        self.clock, self.step = MS, MS
        self.run_on_ms = 0
        self.veth = True
        self.changes, self.received, self.sent, self.drops = [], [], [], {}
        self.connection = {
            "BackendInterface": BACK,
            "FrontEndInterface": FRONT,
            "ProviderAddress": PA,
            "FrontEndGateway": ROUTER,
            "NatPool": "203.0.113.0/24",
            "RandomSeed": str(seed),
        }
        self.links = [
            {"name": BACK, "macAddress": dashed(BACK_MAC), "mtuBytes": 1500},
            {"name": FRONT, "macAddress": dashed(FRONT_MAC), "mtuBytes": 1500},
        ]
        self.addresses = [
            {"port": BACK, "address": f"{PA}/24"},
            {"port": FRONT, "address": f"{FRONT_ADDRESS}/24"},
        ]
        self.routes = []
        self.neighbors = [
            {"port": BACK, "address": pa, "macAddress": dashed(mac)}
            for pa, mac in HOST_MACS.items()
            if ":" not in pa
        ] + [
            {"port": FRONT, "address": ROUTER, "macAddress": dashed(ROUTER_MAC)},
            {"port": FRONT, "address": DATACENTRE, "macAddress": dashed(DATACENTRE_MAC)},
        ]
        Case.all.append(self)

    # Desired state, by resource

    def network(self, tenant):
        return self._find("virtualNetworks", tenant.name)

    def gateway(self, tenant):
        return self._find("virtualGateways", f"{tenant.name}-gw")

    def balancer(self, tenant):
        return self._find("loadBalancers", f"{tenant.name}-nat")

    def _find(self, collection, name):
        return next(r for r in self.state[collection] if r["resourceId"] == name)["properties"]

    def without_neighbor(self, address):
        self.neighbors = [n for n in self.neighbors if n["address"] != address]

    # Time

    def wait(self, ms):
        self.clock += int(ms * MS)

    def change(self, **what):
        """At this time: desiredState or neighbors become the given ones."""
        self.changes.append({"atNs": self.clock, **copy.deepcopy(what)})
        self.clock += MS

    # Frames that arrive

    def receive(self, port, frame):
        self.received.append((self.clock, port, wire.raw(frame)))
        self.clock += self.step

    def from_vm(self, vm, inner, **wrong):
        """From a VM through its host, to the gateway's VSID and MAC."""
        self.receive(BACK, self.vm_frame(vm, inner, **wrong))

    def vm_frame(self, vm, inner, vsid=None, mac=None, pa=None, to_mac=None, kind=None):
        pa = pa or vm.pa
        outer = self._outer_from(pa)
        inner_ether = Ether(dst=to_mac or vm.tenant.gateway_mac, src=mac or vm.mac)
        if kind is not None:
            inner_ether.type = kind
        return wire.nvgre(
            Ether(dst=BACK_MAC, src=HOST_MACS.get(pa, "02:00:00:00:0b:66")),
            outer,
            vm.tenant.gateway_vsid if vsid is None else vsid,
            0x5A,
            inner_ether / inner,
        )

    def _outer_from(self, pa):
        if ":" in pa:
            return IPv6(src=pa, dst=PA_6, hlim=128, fl=0x12345)
        return IP(src=pa, dst=PA, ttl=128, id=len(self.received) + 100)

    def from_outside(self, ip, mac=ROUTER_MAC):
        self.receive(FRONT, wire.padded(Ether(dst=FRONT_MAC, src=mac) / ip))

    # Frames that must leave

    def send(self, port, frame):
        self.sent.append((self.clock - self.step, port, wire.raw(frame)))

    def to_vm(self, vm, inner, pa=None, flow=None, kind=None):
        """To the VM's host, with the VM's own VSID and MAC."""
        pa = pa or vm.pa
        six = wire.raw(inner)[0] >> 4 == 6
        kind = kind or (0x86DD if six else 0x0800)
        if ":" in pa:
            outer = IPv6(src=PA_6, dst=pa, hlim=128, nh=47, fl=wire.flow_label(inner))
        else:
            outer = IP(src=PA, dst=pa, ttl=128, id=0, flags="DF", tos=0)
        self.send(
            BACK,
            wire.nvgre(
                Ether(dst=HOST_MACS[pa], src=BACK_MAC),
                outer,
                vm.vsid,
                wire.flow_id(inner) if flow is None else flow,
                Ether(dst=vm.mac, src=vm.tenant.gateway_mac, type=kind) / inner,
            ),
        )

    def to_outside(self, ip, mac=ROUTER_MAC):
        self.send(FRONT, wire.padded(Ether(dst=mac, src=FRONT_MAC) / ip))

    def dropped(self, label, count=1):
        self.drops[label] = self.drops.get(label, 0) + count

    # Going through as a whole

    def nat_port(self, vm, layer=UDP, port=40000):
        """The external port of a VM's endpoint: its first candidate. In a case no other VM may have one
        in the same block of 64, so that the port does not depend on how many workers there are."""
        protocol = {TCP: 6, UDP: 17, ICMP: 1}[layer]
        external = self.ports.candidate(vm.tenant.rdid, vm.address, protocol, port)
        block = self.blocks.setdefault((vm.tenant.public, protocol, external // 64), {})
        block[vm.address, port] = external
        if len({address for address, _ in block}) > 1 or len(set(block.values())) < len(block):
            raise ValueError(f"{self.name}: two VMs share a block, or two endpoints a port; choose another seed")
        return external

    def error_to(self, vm, about, kind, code, mtu=0):
        """An ICMP error to the sender, from the gateway's address that faces it."""
        self.to_vm(vm, wire.icmp_error(about, vm.tenant.gateway, kind, code, mtu))

    def no_policy_for(self, vm, inner, vsid, to_mac=None):
        """UNREACHABLE to the VM's host (MS-NVGREE 2.2.2): quotes its packet from the GRE header on."""
        mac = HOST_MACS[vm.pa]
        quoted = GRE(key_present=1, proto=0x6558, key=vsid << 8 | 0x5A)
        quoted = wire.raw(quoted / Ether(dst=to_mac or vm.tenant.gateway_mac, src=vm.mac) / inner)
        if ":" in vm.pa:
            inner = wire.icmp6(PA_6, vm.pa, bytes([1, 1, 0, 0, 0, 0, 0, 0]) + quoted[: 576 - 48], hop_limit=128)
            outer = IPv6(src=PA_6, dst=vm.pa, hlim=128, nh=47)
        else:
            message = Raw(wire.icmp_message(3, 10, 0, quoted[: 576 - 28]))
            inner = IP(src=PA, dst=vm.pa, ttl=128, id=0, flags="DF", proto=1) / message
            outer = IP(src=PA, dst=vm.pa, ttl=128, id=0, flags="DF")
        self.send(
            BACK,
            wire.nvgre(Ether(dst=mac, src=BACK_MAC), outer, vsid, 0, Ether(dst=mac, src=BACK_MAC) / inner),
        )

    def save(self):
        folder = CASES / self.name
        folder.mkdir(exist_ok=True)
        config = {
            "what": self.what,
            "seed": self.seed,
            "runOnMs": self.run_on_ms,
            "overVeth": self.veth,
            "connectionString": ";".join(f"{k}={v}" for k, v in self.connection.items()),
            "links": self.links,
            "addresses": self.addresses,
            "routes": self.routes,
            "neighbors": self.neighbors,
            "changes": self.changes,
            "desiredState": self.state,
        }
        _json(folder / "config.json", config)
        _json(folder / "drops.json", self.drops)
        names = [link["name"] for link in self.links]
        pcapng.write(folder / "in.pcapng", names, self.received)
        pcapng.write(folder / "out.pcapng", names, self.sent)


def _json(path, value):
    path.write_text(json.dumps(value, indent=1) + "\n")


def arp(op, sender_mac, sender, target, target_mac="00:00:00:00:00:00"):
    return ARP(op=op, hwsrc=sender_mac, psrc=sender, hwdst=target_mac, pdst=target)


def udp(vm, dst=E1, sport=40000, dport=53, ttl=64, data=b"hello, world"):
    """A datagram of a VM, DF set."""
    return IP(src=vm.address, dst=dst, ttl=ttl, id=7, flags="DF") / UDP(sport=sport, dport=dport) / data


def leaves(case, vm, **fields):
    """A sound datagram that leaves through NAT: shows that a drop before it was meant for that frame."""
    inner = udp(vm, **fields)
    case.from_vm(vm, inner)
    case.to_outside(wire.translated(inner, src=vm.tenant.public, sport=case.nat_port(vm, UDP, inner[UDP].sport)))
