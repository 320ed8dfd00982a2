"""A router in a VLAN (IEEE 802.1Q), in user space, by a TAP device: a kernel without VLAN interfaces has it too.

vlan_site.py WIRE VLAN DEVICE ADDRESS/LENGTH SITE/LENGTH GATEWAY BEHIND
"""

import fcntl
import os
import select
import socket
import struct
import subprocess
import sys

TUNSETIFF = 0x400454CA
IFF_TAP_NO_PI = 0x0002 | 0x1000
ETH_P_ALL = 0x0003
TPID = 0x8100
SOL_PACKET, PACKET_AUXDATA = 263, 8
TP_STATUS_VLAN_VALID = 0x10
PACKET_OUTGOING = 4

wire, vlan, device, address, site, gateway, behind = sys.argv[1:]
vlan = int(vlan)

tap = os.open("/dev/net/tun", os.O_RDWR)
fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH", device.encode(), IFF_TAP_NO_PI))
shown = subprocess.run(["ip", "-brief", "link", "show", "dev", wire], check=True, capture_output=True, text=True)
mac = shown.stdout.split()[2]
for command in (
    ["link", "set", device, "address", mac, "mtu", "1500"],
    ["address", "add", address, "dev", device],
    ["address", "add", site, "dev", device],
    ["link", "set", device, "up"],
    ["route", "add", behind, "via", gateway, "src", site.split("/")[0]],
):
    subprocess.run(["ip"] + command, check=True)
port = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
port.bind((wire, ETH_P_ALL))
port.setsockopt(SOL_PACKET, PACKET_AUXDATA, 1)
print("ready", flush=True)


def received():
    """A frame in the VLAN, without its tag, which the kernel may have taken out; None for any other."""
    frame, auxiliary, _, sender = port.recvmsg(65536, 256)
    if sender[2] == PACKET_OUTGOING:
        return None
    for level, kind, data in auxiliary:
        if level == SOL_PACKET and kind == PACKET_AUXDATA:
            status, _, _, _, _, tci = struct.unpack_from("IIIHHH", data)
            if status & TP_STATUS_VLAN_VALID:
                return frame if tci & 0xFFF == vlan else None
    type_, tci = struct.unpack_from("!HH", frame, 12)
    return frame[:12] + frame[16:] if type_ == TPID and tci & 0xFFF == vlan else None


while True:
    for source in select.select([tap, port], [], [])[0]:
        if source is tap:
            frame = os.read(tap, 65536)
            port.send(frame[:12] + struct.pack("!HH", TPID, vlan) + frame[12:])
            continue
        frame = received()
        if frame:
            os.write(tap, frame)
