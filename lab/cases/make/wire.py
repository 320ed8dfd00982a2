"""What the gateway must put on the wire, by RFC, built with scapy and from nothing of the gateway."""

import struct
from ipaddress import IPv6Address

from scapy.all import GRE, ICMP, IP, TCP, UDP, Ether, ICMPv6EchoReply, ICMPv6EchoRequest, IPv6, Raw

MIN_FRAME = 60
QUERIES = (0, 8, 13, 14)
QUERIES_6 = (128, 129)
EXTENSIONS = (0, 43, 44, 51, 60, 135, 139, 140)


def raw(packet):
    return bytes(packet)


def padded(packet):
    """An Ethernet frame has at least 60 bytes without FCS; the pad is zero."""
    data = raw(packet)
    return data + bytes(max(0, MIN_FRAME - len(data)))


def flow_id(ip):
    """8 bits of entropy of the inner 5-tuple, as sent; a fragment's ports count as 0."""
    x = flow_hash(ip)
    x ^= x >> 16
    x ^= x >> 8
    return x & 0xFF


def flow_label(ip):
    """20 bits of the same entropy, never zero (RFC 6438 §3)."""
    x = flow_hash(ip)
    x ^= x >> 20
    return x & 0xFFFFF or 1


def flow_hash(ip):
    if raw(ip)[0] >> 4 == 6:
        return _flow_hash_6(raw(ip))
    ip = IP(raw(ip))
    src, dst = (struct.unpack("!I", bytes(map(int, a.split("."))))[0] for a in (ip.src, ip.dst))
    x = src ^ dst ^ ip.proto
    if not ip.frag and not ip.flags.MF:
        x ^= _ports(ip.proto, raw(ip.payload), QUERIES)
    return x


def _flow_hash_6(data):
    x = 0
    for word in struct.unpack("!8I", data[8:40]):
        x ^= word
    protocol, at, fragmented = upper_layer(data)
    x ^= protocol
    return x if fragmented else x ^ _ports(protocol, data[at:], QUERIES_6)


def upper_layer(data):
    """(protocol, where it begins, whether there is a Fragment header) of an IPv6 packet."""
    protocol, at, fragmented = data[6], 40, False
    while protocol in EXTENSIONS:
        fragmented |= protocol == 44
        length = 8 if protocol == 44 else (data[at + 1] + 2) * 4 if protocol == 51 else (data[at + 1] + 1) * 8
        later = protocol == 44 and struct.unpack("!H", data[at + 2 : at + 4])[0] & 0xFFF8
        protocol, at = data[at], at + length
        if later:
            break
    return protocol, at, fragmented


def _ports(protocol, payload, queries):
    if protocol in (6, 17):
        return struct.unpack("!I", payload[:4])[0]
    if protocol in (1, 58) and payload[0] in queries:
        return struct.unpack("!H", payload[4:6])[0] << 16
    return 0


def nvgre(outer_ether, outer_ip, vsid, flow, inner):
    gre = GRE(key_present=1, proto=0x6558, key=vsid << 8 | flow)
    return outer_ether / outer_ip / gre / inner


def forwarded(ip, **changes):
    """The packet one hop on: TTL one less, checksums right; `changes` are fields of IP."""
    if raw(ip)[0] >> 4 == 6:
        return forwarded_6(ip, **changes)
    ip = IP(raw(ip))
    ip.ttl -= 1
    for name, value in changes.items():
        setattr(ip, name, value)
    return resummed(ip)


def forwarded_6(ip, src=None, dst=None):
    """One hop on; a changed address leaves the transport checksum alone (RFC 6296 is neutral)."""
    data = bytearray(raw(ip))
    data[7] -= 1
    if src:
        data[8:24] = IPv6Address(src).packed
    if dst:
        data[24:40] = IPv6Address(dst).packed
    return IPv6(bytes(data))


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


def icmp6_error(about, source, kind, code, rest=0, to=None):
    """RFC 4443 §2.4: the packet as it arrived, as much as fits 1280 bytes; hop limit 64."""
    about = raw(about)
    quote = about[: min(40 + struct.unpack("!H", about[4:6])[0], 1280 - 48)]
    to = to or str(IPv6Address(about[8:24]))
    return icmp6(source, to, struct.pack("!BBHI", kind, code, 0, rest) + quote)


def icmp6(source, to, message, hop_limit=64):
    """An ICMPv6 packet whose checksum, bytes 2 and 3 of the message, is computed here."""
    pseudo = IPv6Address(source).packed + IPv6Address(to).packed
    pseudo += struct.pack("!II", len(message), 58)
    checksum = internet_checksum(pseudo + message)
    message = message[:2] + struct.pack("!H", checksum) + message[4:]
    return IPv6(src=source, dst=to, hlim=hop_limit, nh=58) / Raw(message)


def pong_6(ping, source=None):
    """Echo reply of the gateway itself: hop limit 64, data unchanged."""
    ping = IPv6(raw(ping))
    reply = IPv6(src=source or ping.dst, dst=ping.src, hlim=64)
    question = ping[ICMPv6EchoRequest]
    return reply / ICMPv6EchoReply(id=question.id, seq=question.seq, data=question.data)


def prefix_translated(address, to_prefix, bits):
    """RFC 6296 §3.1 to §3.5 for prefixes of up to 48 bits: word 3 takes up the difference."""
    assert bits <= 48
    old = IPv6Address(address).packed
    prefix = IPv6Address(to_prefix).packed
    keep = (1 << (128 - bits)) - 1
    mixed = int.from_bytes(prefix, "big") & ~keep | int.from_bytes(old, "big") & keep
    new = mixed.to_bytes(16, "big")
    difference = _ones_sum(old) - _ones_sum(new)
    word = struct.unpack("!H", new[6:8])[0]
    adjusted = (word + difference) % 0xFFFF
    return str(IPv6Address(new[:6] + struct.pack("!H", adjusted) + new[8:]))


def _ones_sum(data):
    return sum(struct.unpack("!8H", data)) % 0xFFFF


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
