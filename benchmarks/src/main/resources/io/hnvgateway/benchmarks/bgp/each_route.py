"""Whether each of many destinations is reached.

send FIRST COUNT PORT    a numbered datagram to each of COUNT consecutive IPv4 addresses
take COUNT PORT SECONDS  says "ready", then, when all numbers have come or time is over, how many did
"""

import ipaddress
import socket
import sys
import time

MARK = b"each"


def send(first, count, port):
    target = int(ipaddress.IPv4Address(first))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for number in range(count):
            address = str(ipaddress.IPv4Address(target + number))
            sender.sendto(MARK + number.to_bytes(4, "big"), (address, port))
            if number % 16 == 15:
                time.sleep(0.002)


def take(count, port, seconds):
    seen = set()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        receiver.bind(("0.0.0.0", port))
        print("ready", flush=True)
        end = time.monotonic() + seconds
        while len(seen) < count and time.monotonic() < end:
            receiver.settimeout(max(0.01, end - time.monotonic()))
            try:
                packet = receiver.recv(64)
            except socket.timeout:
                break
            if packet.startswith(MARK):
                seen.add(packet[len(MARK) :])
    print("seen", len(seen), flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "send":
        send(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    else:
        take(int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
