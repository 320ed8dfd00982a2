"""Clients that mean no good: `crowd.py ADDRESS PORT COUNT FIRST_SOURCE SOURCES TOKEN`.

Opens COUNT connections from SOURCES addresses, as many as it can, and holds them: most say nothing,
some trickle a request, some a handshake, some begin bodies of 64 MiB. Prints `all asked` when each
was begun, goes on to hold them until its input ends... which is when it is ended, and prints how
many it ever had open at once.
"""
import ipaddress
import selectors
import socket
import ssl
import sys
import threading
import time

address, port, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
first, sources, token = ipaddress.ip_address(sys.argv[4]), int(sys.argv[5]), sys.argv[6]

tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
tls.check_hostname = False
tls.verify_mode = ssl.CERT_NONE


def slow(number):
    """A request that comes octet by octet, or a body that is announced as 64 MiB."""
    try:
        plain = socket.create_connection((address, port), 10, (str(first + number % sources), 0))
        with tls.wrap_socket(plain) as connection:
            head = f"PUT /networking/v1/virtualNetworks/x HTTP/1.1\r\nHost: {address}:{port}\r\n"
            if number % 2:
                head += f"Authorization: Bearer {token}\r\n"
            if number % 4 < 2:
                connection.sendall((head + "Content-Length: 67108864\r\n\r\n").encode())
                for _ in range(1024):
                    connection.sendall(b"x" * 65536)
            else:
                for octet in (head + "X: " + "y" * 2000).encode():
                    connection.send(bytes([octet]))
                    time.sleep(0.1)
    except (OSError, ssl.SSLError):
        pass


for number in range(40):
    threading.Thread(target=slow, args=(number,), daemon=True).start()

waiting = selectors.DefaultSelector()
held = set()
begun = most = 0
while begun < count:
    for _ in range(200):
        if begun == count:
            break
        begun += 1
        client = socket.socket()
        client.setblocking(False)
        try:
            client.bind((str(first + begun % sources), 0))
            client.connect_ex((address, port))
        except OSError:
            client.close()
            continue
        held.add(client)
        waiting.register(client, selectors.EVENT_READ)
    for key, _ in waiting.select(0.002):
        try:
            gone = not key.fileobj.recv(1)
        except BlockingIOError:
            gone = False
        except OSError:
            gone = True
        if gone:
            waiting.unregister(key.fileobj)
            held.discard(key.fileobj)
            key.fileobj.close()
    most = max(most, len(held))
print(f"all asked {begun} most {most} left {len(held)}", flush=True)
time.sleep(120)
