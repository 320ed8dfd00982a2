"""tcp_relay.py PATH SOURCE DESTINATION: each connection to the UNIX socket PATH goes on as one of TCP from SOURCE to
port 179 of DESTINATION, in the network namespace that this runs in. Without DESTINATION: as one that comes to port 179
of SOURCE, in the order of both."""
import os
import socket
import sys
import threading


def copy(source, destination):
    try:
        for octets in iter(lambda: source.recv(65536), b''):
            destination.sendall(octets)
    except OSError:
        pass
    for end in (source, destination):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def opened(source, destination):
    tcp = socket.socket(family(source), socket.SOCK_STREAM)
    tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    tcp.bind((source, 0))
    tcp.connect((destination, 179))
    return tcp


def family(address):
    return socket.AF_INET6 if ':' in address else socket.AF_INET


def serve(accepted, connected):
    try:
        tcp = connected()
    except OSError:
        accepted.close()
        return
    back = threading.Thread(target=copy, args=(tcp, accepted))
    back.start()
    copy(accepted, tcp)
    back.join()
    tcp.close()
    accepted.close()


path, own, *other = sys.argv[1:]
if other:
    def connected():
        return opened(own, other[0])
else:
    coming = socket.create_server((own, 179), family=family(own))

    def connected():
        return coming.accept()[0]

listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
listening.bind(path + '.new')
listening.listen()
os.rename(path + '.new', path)
while True:
    threading.Thread(target=serve, args=(listening.accept()[0], connected), daemon=True).start()
