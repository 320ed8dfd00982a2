"""Servers and clients of the test, run in a namespace: `station.py serve|fetch|numbers|probe ...`."""
import http.server
import socket
import socketserver
import sys
import threading
import time

NUMBERS_PORT, WEB_PORT = 7001, 80


class Names(http.server.BaseHTTPRequestHandler):
    """Tells the name of the station and from where it was asked."""
    name = ""

    def do_GET(self):
        body = f"{self.name} {self.client_address[0]}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Numbers(socketserver.BaseRequestHandler):
    """Sends a number every 20 ms for as long as the other end wants them."""

    def handle(self):
        number = 0
        while True:
            try:
                self.request.sendall(number.to_bytes(8, "big"))
            except OSError:
                return
            number += 1
            time.sleep(0.02)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


def serve(address, name):
    Names.name = name
    numbers = Server((address, NUMBERS_PORT), Numbers)
    threading.Thread(target=numbers.serve_forever, daemon=True).start()
    Server((address, WEB_PORT), Names).serve_forever()


def numbers(address, seconds):
    """Reads numbers for so long; prints how many came and the longest silence. Fails if one is missing."""
    end = time.monotonic() + float(seconds)
    with socket.create_connection((address, NUMBERS_PORT), timeout=30) as connection:
        connection.settimeout(60)
        expected, longest, last = 0, 0.0, time.monotonic()
        print("open", flush=True)
        while time.monotonic() < end:
            got = b""
            while len(got) < 8:
                part = connection.recv(8 - len(got))
                if not part:
                    sys.exit(f"the connection was closed after {expected} numbers")
                got += part
            now = time.monotonic()
            longest, last = max(longest, now - last), now
            if int.from_bytes(got, "big") != expected:
                sys.exit(f"number {expected} is missing")
            expected += 1
    print(f"{expected} numbers, longest silence {longest:.2f} s", flush=True)


def probe(address, seconds):
    """A new flow every 50 ms, each waiting 0.25 s for its answer; prints the longest time without one that worked."""
    end = time.monotonic() + float(seconds)
    last, longest, worked = time.monotonic(), 0.0, 0
    print("open", flush=True)
    while time.monotonic() < end:
        began = time.monotonic()
        try:
            with socket.create_connection((address, WEB_PORT), timeout=0.25):
                longest, last = max(longest, began - last), time.monotonic()
                worked += 1
        except OSError:
            pass
        time.sleep(0.05)
    longest = max(longest, time.monotonic() - last)
    print(f"{worked} {longest:.2f}", flush=True)


if __name__ == "__main__":
    {"serve": serve, "numbers": numbers, "probe": probe}[sys.argv[1]](*sys.argv[2:])
