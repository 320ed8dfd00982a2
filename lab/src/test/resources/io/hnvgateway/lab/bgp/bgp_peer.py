"""One end of a TCP session on the port of BGP, as a speaker or a router has it.

bgp_peer.py listen TTL            takes connections of any address; says back what it hears, after
                                  a line with both addresses as it sees them
bgp_peer.py connect FROM TO TTL   opens one and says and hears a line each 100 ms; prints "alive N
                                  SEEN" for each, SEEN being that line
bgp_peer.py bulk FROM TO TTL N    sends N bytes and hears as many; prints "bulk N" when all came
                                  back as they were

TTL 255 means RFC 5082 (GTSM): nothing that came with less is taken. FROM `-`: any.
"""

import socket
import sys
import threading
import time

PORT = 179
IP_FREEBIND, IP_MINTTL, IPV6_MINHOPCOUNT = 15, 21, 73


def prepared(family, ttl):
    s = socket.socket(family, socket.SOCK_STREAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if family == socket.AF_INET6:
        s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS, ttl)
        if ttl == 255:
            s.setsockopt(socket.IPPROTO_IPV6, IPV6_MINHOPCOUNT, 255)
    else:
        s.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, ttl)
        s.setsockopt(socket.IPPROTO_IP, IP_FREEBIND, 1)
        if ttl == 255:
            s.setsockopt(socket.IPPROTO_IP, IP_MINTTL, 255)
    return s


def echo(connection):
    try:
        seen = "%s>%s\n" % (connection.getpeername()[0], connection.getsockname()[0])
        connection.sendall(seen.encode())
        while data := connection.recv(65536):
            connection.sendall(data)
    except OSError:
        pass
    connection.close()


def listen(family, ttl):
    s = prepared(family, ttl)
    s.bind(("::" if family == socket.AF_INET6 else "0.0.0.0", PORT))
    s.listen(64)
    while True:
        connection, _ = s.accept()
        threading.Thread(target=echo, args=(connection,), daemon=True).start()


def connected(source, to, ttl):
    family = socket.AF_INET6 if ":" in to else socket.AF_INET
    while True:
        s = prepared(family, ttl)
        s.settimeout(60)
        try:
            if source != "-":
                s.bind((source, 0))
            s.connect((to, PORT))
            return s
        except OSError as e:
            print("again", e, flush=True)
            s.close()
            time.sleep(0.2)


def connect(source, to, ttl):
    lines = connected(source, to, ttl).makefile("rw")
    seen = lines.readline().strip()
    count = 0
    while True:
        count += 1
        print(count, file=lines, flush=True)
        if lines.readline().strip() != str(count):
            sys.exit("the session is another or broken")
        print("alive", count, seen, flush=True)
        time.sleep(0.1)


def bulk(source, to, ttl, count):
    s = connected(source, to, ttl)
    files = s.makefile("rb")
    files.readline()
    data = bytes(i * 7 & 0xFF for i in range(count))
    threading.Thread(target=s.sendall, args=(data,), daemon=True).start()
    print("bulk", count if files.read(count) == data else "damaged", flush=True)


mode, arguments = sys.argv[1], sys.argv[2:]
if mode == "listen":
    for family in (socket.AF_INET, socket.AF_INET6):
        threading.Thread(target=listen, args=(family, int(arguments[0])), daemon=True).start()
    time.sleep(0.5)
    print("ready", flush=True)
    threading.Event().wait()
elif mode == "connect":
    connect(arguments[0], arguments[1], int(arguments[2]))
else:
    bulk(arguments[0], arguments[1], int(arguments[2]), int(arguments[3]))
