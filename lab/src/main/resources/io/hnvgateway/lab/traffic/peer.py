"""The lab's traffic endpoint.

serve NAME DIRECTORY ADDRESS[,ADDRESS] PORT[,PORT]
    HTTP on the ports: GET /whoami tells the server's name and the client's address and port as the
    server sees them, GET /FILE a file of the directory, PUT the SHA-256 of what was sent.
    GET /held/FILE/NAME sends a file slowly and keeps its end back until a file NAME exists.
    UDP on port 7000 of every address: answers like /whoami.
ask TARGET...
    From one UDP socket asks each target who it sees, three tries each; a line for each answer.
send DEVICE HEX...
    Sends raw frames.
"""

import functools
import hashlib
import http.server
import os
import socket
import sys
import threading
import time

UDP_PORT = 7000


class Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    name = "?"

    def do_GET(self):
        if self.path == "/whoami":
            address = self.client_address[0].removeprefix("::ffff:")
            self.answer(f"{self.name} {address} {self.client_address[1]}\n")
        elif self.path.startswith("/held/"):
            self.send_held(*self.path.split("/")[2:4])
        else:
            super().do_GET()

    def send_held(self, file, name):
        with open(os.path.join(self.directory, file), "rb") as source:
            content = source.read()
        release = os.path.join(self.directory, name)
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        piece = len(content) // 64
        held = len(content) - 8 * piece
        for start in range(0, held, piece):
            self.wfile.write(content[start : min(start + piece, held)])
            if not os.path.exists(release):
                time.sleep(0.1)
        while not os.path.exists(release):
            time.sleep(0.05)
        self.wfile.write(content[held:])

    def do_PUT(self):
        digest = hashlib.sha256()
        left = int(self.headers["Content-Length"])
        while left > 0:
            piece = self.rfile.read(min(left, 65536))
            if not piece:
                return
            digest.update(piece)
            left -= len(piece)
        self.answer(digest.hexdigest() + "\n")

    def answer(self, text):
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *ignored):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    address_family = socket.AF_INET6

    def server_bind(self):  # both families; without the look-up of the host's name
        socket.socket.setsockopt(self.socket, socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        socket.socket.setsockopt(self.socket, socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_name, self.server_port = self.server_address[:2]

    def handle_error(self, *ignored):  # a transfer that a test breaks off is no news
        pass


def serve(name, directory, addresses, ports):
    Handler.name = name
    for port in ports.split(","):
        handler = functools.partial(Handler, directory=directory)
        server = Server(("::", int(port)), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
    for address in addresses.split(","):
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.bind((address, UDP_PORT))
        threading.Thread(target=answer_datagrams, args=(name, udp), daemon=True).start()
    print("ready", flush=True)
    threading.Event().wait()


def answer_datagrams(name, udp):
    while True:
        _, (address, port) = udp.recvfrom(2048)
        udp.sendto(f"{name} {address} {port}".encode(), (address, port))


def ask(*targets):
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.settimeout(1)
    for target in targets:
        for _ in range(3):
            udp.sendto(b"who am I?", (target, UDP_PORT))
            try:
                answer, _ = udp.recvfrom(2048)
                print(answer.decode())
                break
            except OSError:
                continue


def send(device, *frames):
    raw = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    raw.bind((device, 0))
    for frame in frames:
        raw.send(bytes.fromhex(frame))


if __name__ == "__main__":
    {"serve": serve, "ask": ask, "send": send}[sys.argv[1]](*sys.argv[2:])
