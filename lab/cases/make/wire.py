"""What the gateway must put on the wire, by RFC, built with scapy and from nothing of the gateway."""

import struct

from scapy.all import GRE, ICMP, IP, TCP, UDP, Ether, Raw

MIN_FRAME = 60
QUERIES = (0, 8, 13, 14)


def raw(packet):
    return bytes(packet)


def padded(packet):
    """An Ethernet frame has at least 60 bytes without FCS; the pad is zero."""
    data = raw(packet)
    return data + bytes(max(0, MIN_FRAME - len(data)))


def flow_id(ip):
    """8 bits of entropy of the inner 5-tuple, as sent; a fragment's ports count as 0."""
    ip = IP(raw(ip))
    src, dst = (struct.unpack("!I", bytes(map(int, a.split("."))))[0] for a in (ip.src, ip.dst))
    x = src ^ dst ^ ip.proto
    if not ip.frag and not ip.flags.MF:
        x ^= _ports(ip)
    x ^= x >> 16
    x ^= x >> 8
    return x & 0xFF


def _ports(ip):
    payload = raw(ip.payload)
    if ip.proto in (6, 17):
        return struct.unpack("!I", payload[:4])[0]
    if ip.proto == 1 and payload[0] in QUERIES:
        return struct.unpack("!H", payload[4:6])[0] << 16
    return 0


def nvgre(outer_ether, outer_ip, vsid, flow, inner):
    gre = GRE(key_present=1, proto=0x6558, key=vsid << 8 | flow)
    return outer_ether / outer_ip / gre / inner


def forwarded(ip, **changes):
    """The packet one hop on: TTL one less, checksums right; `changes` are fields of IP."""
    ip = IP(raw(ip))
    ip.ttl -= 1
    for name, value in changes.items():
        setattr(ip, name, value)
    return resummed(ip)


def resummed(ip):
    """Checksums computed anew; a UDP checksum of zero stays zero (RFC 768)."""
    ip = ip.copy()
    unsummed = UDP in ip and ip[UDP].chksum == 0
    del ip.chksum
    for layer in (TCP, UDP, ICMP):
        if layer in ip and not ip.frag and not ip.flags.MF:
            del ip[layer].chksum
    if unsummed:
        ip[UDP].chksum = 0
    return IP(raw(ip))


def translated(ip, src=None, dst=None, sport=None, dport=None, ident=None, hop=True):
    """One hop on and through a NAT."""
    ip = IP(raw(ip))
    if hop:
        ip.ttl -= 1
    ip.src = src or ip.src
    ip.dst = dst or ip.dst
    for layer in (TCP, UDP):
        if layer in ip:
            ip[layer].sport = sport or ip[layer].sport
            ip[layer].dport = dport or ip[layer].dport
    if ident is not None:
        ip[ICMP].id = ident
    return resummed(ip)


def icmp_error(about, source, kind, code, mtu=0):
    """RFC 1812 §4.3.2.3: the packet as it arrived, as much as fits 576 bytes; TTL 64, DF, ID 0."""
    about = IP(raw(about))
    quote = raw(about)[: min(about.len, 576 - 28)]
    message = Raw(icmp_message(kind, code, mtu, quote))
    return IP(src=source, dst=about.src, ttl=64, id=0, flags="DF", proto=1) / message


def icmp_message(kind, code, rest, quote):
    tail = struct.pack("!I", rest) + quote
    checksum = internet_checksum(struct.pack("!BBH", kind, code, 0) + tail)
    return struct.pack("!BBH", kind, code, checksum) + tail


def internet_checksum(data):
    data += bytes(len(data) % 2)
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


class Ports:
    """The NAT's choice of ports for a seed, as docs/nat.md describes it."""

    MASK = (1 << 64) - 1

    def __init__(self, seed):
        self.key = self._mix(seed + 2), self._mix(seed + 3)

    def candidate(self, routing_domain, address, protocol, port, attempt=0):
        inside = int.from_bytes(map(int, address.split(".")), "big")
        endpoint = inside << 32 | protocol << 16 | port
        r = self._siphash((self._fnv(routing_domain), endpoint, attempt))
        return 1024 + ((r >> 32) * 64512 >> 32)

    def _mix(self, z):
        z &= self.MASK
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & self.MASK
        z = (z ^ z >> 27) * 0x94D049BB133111EB & self.MASK
        return z ^ z >> 31

    def _fnv(self, text):
        value = 0xCBF29CE484222325
        for byte in text.encode():
            value = (value ^ byte) * 0x100000001B3 & self.MASK
        return value

    def _siphash(self, words):
        """SipHash-2-4 of whole 64-bit words."""
        k0, k1 = self.key
        v = [k0 ^ 0x736F6D6570736575, k1 ^ 0x646F72616E646F6D, k0 ^ 0x6C7967656E657261, k1 ^ 0x7465646279746573]
        for word in (*words, len(words) * 8 % 256 << 56):
            v[3] ^= word
            self._rounds(v, 2)
            v[0] ^= word
        v[2] ^= 0xFF
        self._rounds(v, 4)
        return v[0] ^ v[1] ^ v[2] ^ v[3]

    def _rounds(self, v, count):
        for _ in range(count):
            v[0] = v[0] + v[1] & self.MASK
            v[1] = self._rotated(v[1], 13) ^ v[0]
            v[0] = self._rotated(v[0], 32)
            v[2] = v[2] + v[3] & self.MASK
            v[3] = self._rotated(v[3], 16) ^ v[2]
            v[0] = v[0] + v[3] & self.MASK
            v[3] = self._rotated(v[3], 21) ^ v[0]
            v[2] = v[2] + v[1] & self.MASK
            v[1] = self._rotated(v[1], 17) ^ v[2]
            v[2] = self._rotated(v[2], 32)

    def _rotated(self, x, bits):
        return (x << bits | x >> 64 - bits) & self.MASK
