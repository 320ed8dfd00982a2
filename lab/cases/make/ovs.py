"""Frames captured from Open vSwitch as NVGRE host, and what a gateway owes it.

VSIDs 65537 and 658188 belong to two networks; each is VM subnet and gateway subnet at once.
"""

from scapy.all import ARP, GRE, ICMP, IP, UDP, Ether, rdpcap

from . import wire
from .network import *

CAPTURES = CASES.parent / "src" / "test" / "resources" / "captures"
HOST = "192.0.2.11"
GATEWAY_MAC = "02:00:5e:00:00:01"
FRONT_HERE, ROUTER_HERE = "198.18.1.1", "198.18.1.254"

ONE = Tenant("one", "{00000000-0000-4000-8000-000000000001}", 65537, GATEWAY_MAC, "203.0.113.10")
TWO = Tenant("two", "{00000000-0000-4000-8000-000000000002}", 658188, GATEWAY_MAC, "203.0.113.20")
VMS = {
    65537: Vm(ONE, "10.0.0.10", 65537, "02:00:00:00:01:10", HOST),
    658188: Vm(TWO, "10.0.0.10", 658188, "02:00:00:00:02:10", HOST),
}


def make():
    _case("ovs-fixedkey", "nvgre-ovs-fixedkey.pcap", "ARP requests of Open vSwitch's VMs are answered inside NVGRE.")
    _case("ovs-flowid", "nvgre-ovs-flowid.pcap", "Pings and datagrams of Open vSwitch's VM go through NAT, and back.")


def _case(name, capture, what):
    frames = rdpcap(str(CAPTURES / capture))
    own = next(f.dst for f in frames if GRE in f)
    host_mac = next(f.src for f in frames if GRE in f)
    case = Case(name, what + " The frames from the host are those captured, unchanged.")
    _configure(case, own, host_mac)
    mappings, start = {}, frames[0].time
    for frame in frames:
        if frame.src != host_mac:
            continue
        case.clock = max(case.clock, MS + int((frame.time - start) * 1_000_000_000))
        case.receive(BACK, frame)
        if GRE in frame:
            vm = VMS[frame[GRE].key >> 8]
            inner = frame[GRE].payload
            answer = _answered if ARP in inner else _translated
            answer(case, vm, inner, own, host_mac, mappings)


def _answered(case, vm, inner, own, host_mac, mappings):
    asked = inner[ARP]
    answer = arp(2, GATEWAY_MAC, "10.0.0.1", asked.psrc, asked.hwsrc)
    _to_vm(case, vm, own, host_mac, 0, answer, 0x0806)


def _translated(case, vm, inner, own, host_mac, mappings):
    ip = inner[IP]
    endpoint = (vm.vsid, ip.proto, ip[ICMP].id if ICMP in ip else ip[UDP].sport)
    if endpoint not in mappings:
        mappings[endpoint] = case.nat_port(vm, type(ip.payload), endpoint[2])
    port = mappings[endpoint]
    if ICMP in ip:
        case.to_outside(wire.translated(ip, src=vm.tenant.public, ident=port))
        pong = IP(src=ip.dst, dst=vm.tenant.public, ttl=55, flags="DF")
        pong = pong / ICMP(type=0, id=port, seq=ip[ICMP].seq) / b"answer"
        case.from_outside(pong)
        back = wire.translated(pong, dst=vm.address, ident=ip[ICMP].id)
        _to_vm(case, vm, own, host_mac, wire.flow_id(back), back, 0x0800)
    else:
        case.to_outside(wire.translated(ip, src=vm.tenant.public, sport=port))


def _to_vm(case, vm, own, host_mac, flow, inner, kind):
    ether = Ether(dst=vm.mac, src=GATEWAY_MAC, type=kind) / inner
    outer = IP(src=PA, dst=HOST, ttl=128, id=0, flags="DF", tos=0)
    case.send(BACK, wire.nvgre(Ether(dst=host_mac, src=own), outer, vm.vsid, flow, ether))


def _configure(case, own, host_mac):
    case.links[0]["macAddress"] = dashed(own)
    case.addresses[1]["address"] = f"{FRONT_HERE}/24"
    case.connection["FrontEndGateway"] = ROUTER_HERE
    case.neighbors = [
        {"port": BACK, "address": HOST, "macAddress": dashed(host_mac)},
        {"port": FRONT, "address": ROUTER_HERE, "macAddress": dashed(ROUTER_MAC)},
    ]
    case.state = {
        "virtualNetworks": [_network_of(vm) for vm in VMS.values()],
        "virtualGateways": [_gateway_of(vm.tenant) for vm in VMS.values()],
        "publicIPAddresses": [public_address(vm.tenant) for vm in VMS.values()],
        "loadBalancers": [balancer(vm.tenant) for vm in VMS.values()],
    }


def _network_of(vm):
    properties = network([("both", "10.0.0.0/24", vm.vsid)], [("vm", vm)])
    properties["routingDomainId"] = vm.tenant.rdid
    properties["addressSpace"] = {"addressPrefixes": ["10.0.0.0/24"]}
    return {"resourceId": vm.tenant.name, "properties": properties}


def _gateway_of(tenant):
    resource = gateway(tenant, [])
    resource["properties"]["gatewaySubnets"] = [
        {"resourceRef": f"/virtualNetworks/{tenant.name}/subnets/both"}
    ]
    resource["properties"]["gatewayAddresses"][0]["ipAddress"] = "10.0.0.1"
    return resource
