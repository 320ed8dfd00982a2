"""Writes pcapng (draft-ietf-opsawg-pcapng): one Ethernet interface per port, nanoseconds."""

import struct

ETHERNET = 1


def _block(kind, body):
    body += bytes(-len(body) % 4)
    total = len(body) + 12
    return struct.pack("<II", kind, total) + body + struct.pack("<I", total)


def _option(code, value):
    return struct.pack("<HH", code, len(value)) + value + bytes(-len(value) % 4)


def write(path, ports, frames):
    """frames: (time in ns, port name, bytes), in the order of time."""
    out = _block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1))
    for port in ports:
        options = _option(2, port.encode()) + _option(9, b"\x09") + _option(0, b"")
        out += _block(1, struct.pack("<HHI", ETHERNET, 0, 0) + options)
    for at, port, data in frames:
        head = struct.pack(
            "<IIIII", ports.index(port), at >> 32, at & 0xFFFFFFFF, len(data), len(data)
        )
        out += _block(6, head + data)
    with open(path, "wb") as file:
        file.write(out)
