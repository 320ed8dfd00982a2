"""Empties the connection tracking table of this namespace (IPCTNL_MSG_CT_DELETE without attributes)."""

import socket
import struct

NETLINK_NETFILTER = 12
CT_DELETE = (1 << 8) | 2
REQUEST_AND_ACK = 0x5

with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_NETFILTER) as kernel:
    kernel.send(struct.pack("=IHHIIBBH", 20, CT_DELETE, REQUEST_AND_ACK, 1, 0, 0, 0, 0))
    length, kind, flags, sequence, port, error = struct.unpack("=IHHIIi", kernel.recv(4096)[:20])
    if error != 0:
        raise OSError(-error, "the table is not emptied")
