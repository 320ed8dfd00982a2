"""The other end of a GRE tunnel with a key (RFC 2784, RFC 2890), in user space, by a TUN device.

gre_peer.py LOCAL REMOTE KEY DEVICE ADDRESS BEHIND

ADDRESS is what `ip address add` takes, in one word; BEHIND may be empty.
"""

import fcntl
import os
import select
import socket
import struct
import subprocess
import sys

KEY_PRESENT = 0x2000
IPV4 = 0x0800
TUNSETIFF = 0x400454CA
IFF_TUN_NO_PI = 0x0001 | 0x1000

local, remote, key, device, address, behind = sys.argv[1:]
header = struct.pack("!HHI", KEY_PRESENT, IPV4, int(key))

tun = os.open("/dev/net/tun", os.O_RDWR)
fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH", device.encode(), IFF_TUN_NO_PI))
for command in (
    ["address", "add", *address.split(), "dev", device],
    ["link", "set", device, "up", "mtu", "1400"],
    *([["route", "add", behind, "dev", device]] if behind else []),
):
    subprocess.run(["ip"] + command, check=True)
wire = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_GRE)
wire.bind((local, 0))
print("ready", flush=True)

while True:
    for source in select.select([tun, wire], [], [])[0]:
        if source is tun:
            wire.sendto(header + os.read(tun, 65536), (remote, 0))
            continue
        packet, sender = wire.recvfrom(65536)
        gre = packet[(packet[0] & 15) * 4 :]
        if sender[0] == remote and gre[:8] == header:
            os.write(tun, gre[8:])
