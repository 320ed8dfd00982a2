"""ESP by the keys of `associations`, which in life come of IKE: sealed by scapy's IPsec layer. Both tenants have the same
addresses inside and the same network at the office."""

from scapy.all import ICMP, IP, UDP
from scapy.layers.ipsec import ESP, SecurityAssociation

from . import wire
from .network import *
from .tunnels import CLERK, OFFICE_NET, TENANTS, _connect, _down, _up

OFFICE_SPIS = {CONTOSO: 0xC0C0C0C0, WOODGROVE: 0xD0D0D0D0}

# Of the first two tunnels, where the random part is the least.
OWN_SPIS = {CONTOSO: 0x00100001, WOODGROVE: 0x00100002}
# 1500 less outer header, ESP, IV, trailer, ICV.
ESP_MTU = 1500 - 20 - 8 - 8 - 2 - 16


def _key(tenant, inbound):
    return bytes([0x10 * (1 + (tenant is WOODGROVE)) + inbound] * 32) + b"salt"


class EspCase(Case):
    """Both tenants' offices are behind one device."""

    def __init__(self, name, what, udp_ports=None):
        super().__init__(name, what)
        self.associations, self.peers, self.own = [], {}, {}
        for tenant in OFFICE_SPIS:
            secret = {"authenticationMethod": "PSK", "sharedSecret": "of no use here", "peerIdentity": tenant.name}
            _connect(self, tenant, "IPSec", destinationIPAddress=DATACENTRE, ipSecConfiguration=secret)
            for inbound, spi in ((True, OWN_SPIS[tenant]), (False, OFFICE_SPIS[tenant])):
                self.associations.append(
                    {
                        "connection": f"{tenant.name}/office",
                        "inbound": inbound,
                        "spi": spi,
                        "local": FRONT_ADDRESS,
                        "remote": DATACENTRE,
                        "udpPort": udp_ports or 0,
                        "key": _key(tenant, inbound).hex(),
                        "localSelector": "10.0.0.0/24",
                        "remoteSelector": OFFICE_NET,
                    }
                )
                ends = (DATACENTRE, FRONT_ADDRESS) if inbound else (FRONT_ADDRESS, DATACENTRE)
                association = SecurityAssociation(
                    ESP,
                    spi=spi,
                    crypt_algo="AES-GCM",
                    crypt_key=_key(tenant, inbound),
                    tunnel_header=IP(src=ends[0], dst=ends[1], ttl=64, id=0),
                    nat_t_header=UDP(sport=4500, dport=4500, chksum=0) if udp_ports else None,
                )
                (self.peers if inbound else self.own)[tenant] = association

    def sealed(self, association, inner, number=None):
        number = number or association.seq_num
        association.seq_num = max(association.seq_num, number + 1)
        # DF is that of the inner packet (RFC 4301 §8.1), by the default of IKE.
        outer = association.encrypt(IP(wire.raw(inner)), seq_num=number, iv=number.to_bytes(8, "big"))
        if inner[IP].flags.DF:
            outer.flags = "DF"
            del outer.chksum
        if UDP in outer:
            outer[UDP].len = len(wire.raw(outer[UDP]))
        return IP(wire.raw(outer))

    def up(self, vm, inner):
        self.from_vm(vm, inner)
        self.leaves(vm, wire.forwarded(inner))

    def leaves(self, vm, inner):
        self.to_outside(self.sealed(self.own[vm.tenant], inner), mac=DATACENTRE_MAC)

    def comes(self, tenant, inner, number=None):
        """What came, for whoever changes it."""
        outer = self.sealed(self.peers[tenant], inner, number)
        self.from_outside(outer, mac=DATACENTRE_MAC)
        return outer

    def down(self, vm, inner, number=None):
        self.comes(vm.tenant, inner, number)
        self.to_vm(vm, wire.forwarded(inner))

    def save(self):
        super().save()
        path = CASES / self.name / "config.json"
        config = json.loads(path.read_text())
        config["associations"] = self.associations
        path.write_text(json.dumps(config, indent=1) + "\n")


def make():
    for name, what, ports in (
        ("esp-connection", "Each tenant's VM and office reach each other by ESP; the SPI tells whose a packet is.", None),
        ("esp-connection-udp", "The same in UDP, without a checksum over IPv4 (RFC 3948).", 4500),
    ):
        case = EspCase(name, what, ports)
        for _ in range(3):
            for _, vm in TENANTS:
                case.up(vm, _up(vm))
                case.down(vm, _down(vm))
        ping = IP(src=CLERK, dst="10.0.0.11", ttl=60, flags="DF") / ICMP(type=8, id=9, seq=1) / b"ping"
        case.down(WEB2, ping)

    case = EspCase("esp-connection-forged", "What is unknown, damaged, repeated or not agreed on is dropped; the rest goes on.")
    inner = _down(WEB1)
    case.down(WEB1, inner)
    damaged = case.sealed(case.peers[CONTOSO], inner)
    for position in (24, 28, 40, -1):
        bent = bytearray(wire.raw(damaged))
        bent[position] ^= 0x10
        case.from_outside(IP(bytes(bent)), mac=DATACENTRE_MAC)
        case.dropped("esp-authentication")
    case.down(WEB1, inner, number=9)
    case.down(WEB1, inner, number=5)
    for number in (9, 5, 1):
        case.comes(CONTOSO, inner, number)
        case.dropped("esp-replayed")
    stranger = bytearray(wire.raw(case.sealed(case.peers[CONTOSO], inner)))
    stranger[20:24] = (0x00100003).to_bytes(4, "big")
    case.from_outside(IP(bytes(stranger)), mac=DATACENTRE_MAC)
    case.dropped("esp-unknown-spi")
    short = IP(src=DATACENTRE, dst=FRONT_ADDRESS, proto=50) / (OWN_SPIS[CONTOSO].to_bytes(4, "big") + b"short")
    case.from_outside(short, mac=DATACENTRE_MAC)
    case.dropped("esp-malformed")
    for src, dst in (("172.16.2.9", WEB1.address), (CLERK, DATA1.address), (WEB2.address, WEB1.address), (E1, WEB1.address)):
        case.comes(CONTOSO, _down(WEB1, src=src, dst=dst))
        case.dropped("esp-selector")
    case.down(WOOD1, _down(WOOD1))
    case.down(WEB1, inner)

    case = EspCase("esp-connection-mtu", "Too long with DF: the VM hears how long a packet may be; without, it is cut before encryption.")
    inner = _up(WEB1, data=bytes(ESP_MTU - 28 + 1))
    case.from_vm(WEB1, inner)
    case.dropped("too-big")
    case.error_to(WEB1, inner, 3, 4, ESP_MTU)
    case.up(WEB1, _up(WEB1, data=bytes(ESP_MTU - 28)))
