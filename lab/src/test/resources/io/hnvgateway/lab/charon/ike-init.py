"""Sends IKE_SA_INIT requests (RFC 7296) to a gateway: ike-init.py SOURCE GATEWAY COUNT ENCRYPTION

SOURCE is an own address, or a /16 of which each packet has another address, spoofed. ENCRYPTION is
`gcm` for what the gateway takes, `3des` for what it refuses. Answers are not read. At most 500 a
second, so that none is lost in a queue.
"""
import os
import socket
import struct
import sys
import time

source, gateway, count, encryption = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]

# A point of P-256 that everybody knows: its base point.
POINT = bytes.fromhex(
    "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
    "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
)


def payload(following, body):
    return struct.pack("!BBH", following, 0, 4 + len(body)) + body


def transform(last, kind, number, attribute=b""):
    return struct.pack("!BBHBBH", 0 if last else 3, 0, 8 + len(attribute), kind, 0, number) + attribute


def init():
    if encryption == "gcm":
        transforms = [transform(False, 1, 20, struct.pack("!HH", 0x800E, 128))]
    else:
        transforms = [transform(False, 1, 3), transform(False, 3, 2)]
    transforms += [transform(False, 2, 5), transform(True, 4, 19)]
    body = b"".join(transforms)
    proposal = struct.pack("!BBHBBBB", 0, 0, 8 + len(body), 1, 1, 0, len(transforms)) + body
    payloads = payload(34, proposal) + payload(40, struct.pack("!HH", 19, 0) + POINT)
    payloads += payload(0, os.urandom(32))
    return struct.pack("!8s8sBBBBII", os.urandom(8), bytes(8), 33, 0x20, 34, 8, 0, 28 + len(payloads)) + payloads


def spoofed(number):
    return socket.inet_aton(source.split("/")[0])[:2] + struct.pack("!H", 256 + number)


def with_headers(number, data):
    udp = struct.pack("!HHHH", 500, 500, 8 + len(data), 0)
    ip = struct.pack("!BBHHHBBH", 0x45, 0, 0, number & 0xFFFF, 0, 64, 17, 0)
    return ip + spoofed(number) + socket.inet_aton(gateway) + udp + data


if "/" in source:
    sender = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
else:
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sender.bind((source, 0))
for i in range(count):
    data = init()
    sender.sendto(with_headers(i, data) if "/" in source else data, (gateway, 500))
    time.sleep(0.002)
print("sent", count)
