"""A VPN device that does ESP itself (RFC 4303, AES-GCM of RFC 4106, tunnel mode, no UDP), in user space, by a TUN
device, raw sockets and OpenSSL's libcrypto. It gets its associations from charon by whoever commands it.

esp_device.py SOCKET DEVICE NETWORK...

Commands are JSON objects, one a line, over a UNIX stream socket; each is answered by a line. Networks are routed into
the device; a packet from there is sealed by the newest association whose networks hold its destination's family.
"""

import ctypes
import fcntl
import ipaddress
import json
import os
import select
import socket
import struct
import subprocess
import sys

ESP = socket.IPPROTO_ESP
TUNSETIFF = 0x400454CA
IFF_TUN_NO_PI = 0x0001 | 0x1000
GCM_IVLEN, GCM_GET_TAG, GCM_SET_TAG = 0x9, 0x10, 0x11
ICV_BYTES = 16

crypto = ctypes.CDLL("libcrypto.so.3")
for name in ("EVP_CIPHER_CTX_new", "EVP_aes_128_gcm", "EVP_aes_256_gcm"):
    getattr(crypto, name).restype = ctypes.c_void_p


def gcm(key, nonce, header, text, icv):
    """Seals when icv is None: text and ICV; else opens: the text, or None."""
    sealing = icv is None
    context = ctypes.c_void_p(crypto.EVP_CIPHER_CTX_new())
    cipher = ctypes.c_void_p(crypto.EVP_aes_256_gcm() if len(key) == 32 else crypto.EVP_aes_128_gcm())
    out, length = ctypes.create_string_buffer(len(text) + 16), ctypes.c_int()
    crypto.EVP_CipherInit_ex(context, cipher, None, key, nonce, 1 if sealing else 0)
    if not sealing:
        crypto.EVP_CIPHER_CTX_ctrl(context, GCM_SET_TAG, ICV_BYTES, ctypes.create_string_buffer(icv, ICV_BYTES))
    crypto.EVP_CipherUpdate(context, None, ctypes.byref(length), header, len(header))
    crypto.EVP_CipherUpdate(context, out, ctypes.byref(length), text, len(text))
    good = crypto.EVP_CipherFinal_ex(context, out, ctypes.byref(length))
    tag = ctypes.create_string_buffer(ICV_BYTES)
    if sealing:
        crypto.EVP_CIPHER_CTX_ctrl(context, GCM_GET_TAG, ICV_BYTES, tag)
    crypto.EVP_CIPHER_CTX_free(context)
    return (out.raw[: len(text)] + tag.raw if sealing else out.raw[: len(text)]) if good == 1 else None


class Association:
    def __init__(self, told):
        key = bytes.fromhex(told["key"])
        self.key, self.salt = key[:-4], key[-4:]
        self.spi, self.connection = told["spi"], told["connection"]
        self.local, self.remote = told["local"], told["remote"]
        self.inner = told["inner"]
        self.sequence = 0

    def seal(self, packet):
        self.sequence += 1
        pad = -(len(packet) + 2) % 4
        protocol = 4 if packet[0] >> 4 == 4 else 41
        text = packet + bytes(range(1, pad + 1)) + bytes((pad, protocol))
        header, iv = struct.pack("!II", self.spi, self.sequence), struct.pack("!Q", self.sequence)
        return header + iv + gcm(self.key, self.salt + iv, header, text, None)

    def open(self, esp):
        text = gcm(self.key, self.salt + esp[8:16], esp[:8], esp[16:-ICV_BYTES], esp[-ICV_BYTES:])
        return None if text is None else text[: len(text) - 2 - text[-2]]


def checksum(data):
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    total = (total & 0xFFFF) + (total >> 16)
    return ~((total & 0xFFFF) + (total >> 16)) & 0xFFFF


def echo_request(source, destination):
    icmp = struct.pack("!BBHHH", 8, 0, 0, 7, 7)
    icmp = icmp[:2] + struct.pack("!H", checksum(icmp)) + icmp[4:]
    ends = ipaddress.ip_address(source).packed + ipaddress.ip_address(destination).packed
    ip = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(icmp), 0, 0, 64, 1, 0) + ends
    return ip[:10] + struct.pack("!H", checksum(ip)) + ip[12:] + icmp


inbound, outbound, held, reverse = {}, [], [], 0
wires = {4: {}, 6: {}}


def transmit(association, esp):
    version = ipaddress.ip_address(association.local).version
    if association.local not in wires[version]:
        family = socket.AF_INET if version == 4 else socket.AF_INET6
        wire = socket.socket(family, socket.SOCK_RAW, ESP)
        if version == 4:
            wire.setsockopt(socket.IPPROTO_IP, 10, 0)  # IP_MTU_DISCOVER: the kernel may fragment
        wire.bind((association.local, 0))
        wires[version][association.local] = wire
    wires[version][association.local].sendto(esp, (association.remote, 0))


def out(packet):
    global reverse
    version = packet[0] >> 4
    for association in reversed(outbound):
        if association.inner == version:
            held.append((association, association.seal(packet)))
            if len(held) >= reverse:
                for each in reversed(held):
                    transmit(*each)
                held.clear()
                reverse = 0
            return


def received(wire, version):
    esp = wire.recvfrom(65536)[0]
    if version == 4:
        esp = esp[(esp[0] & 15) * 4 :]
    association = inbound.get(struct.unpack("!I", esp[:4])[0])
    packet = None if association is None else association.open(esp)
    if packet:
        os.write(tun, packet)


def obey(command):
    global reverse
    kind = command["do"]
    if kind == "associate":
        association = Association(command)
        if command["inbound"]:
            inbound[association.spi] = association
        else:
            outbound.append(association)
    elif kind == "forget":
        inbound.pop(command["spi"], None)
        outbound[:] = [one for one in outbound if one.spi != command["spi"]]
    elif kind == "reverse":
        reverse = command["packets"]
    elif kind == "send":
        association = next(one for one in reversed(outbound) if one.connection == command["connection"])
        esp = bytearray(association.seal(echo_request(command["from"], command["to"])))
        if command.get("flip") is not None:
            esp[command["flip"]] ^= 1
        for _ in range(command["copies"]):
            transmit(association, bytes(esp))


path, device, *networks = sys.argv[1:]
tun = os.open("/dev/net/tun", os.O_RDWR)
fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH", device.encode(), IFF_TUN_NO_PI))
# No address of its own: with one, the kernel's router solicitations would come into the tunnels.
subprocess.run(["ip", "link", "set", device, "addrgenmode", "none"], check=True)
subprocess.run(["ip", "link", "set", device, "up", "mtu", "3000"], check=True)
for network in networks:
    prefix, source = network.split(",")
    subprocess.run(["ip", "route", "add", prefix, "dev", device, "src", source], check=True)
listener = socket.socket(socket.AF_UNIX)
listener.bind(path)
listener.listen(1)
wire4 = socket.socket(socket.AF_INET, socket.SOCK_RAW, ESP)
wire6 = socket.socket(socket.AF_INET6, socket.SOCK_RAW, ESP)
print("ready", flush=True)
commander = listener.accept()[0]
lines = commander.makefile("r")

while True:
    for source in select.select([tun, wire4, wire6, commander], [], [])[0]:
        if source is tun:
            out(os.read(tun, 65536))
        elif source is wire4:
            received(wire4, 4)
        elif source is wire6:
            received(wire6, 6)
        else:
            line = lines.readline()
            if not line:
                sys.exit()
            obey(json.loads(line))
            commander.sendall(b"done\n")
