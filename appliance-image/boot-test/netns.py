"""Namespaces of one run and the programs in them. All are written down in /run/hnv-lab/NAME as the lab's are, so that
its sweep script removes them, also after the test was killed."""
import ctypes
import fcntl
import os
import pathlib
import struct
import subprocess

SWEEP = pathlib.Path(__file__).resolve().parents[2] / "lab/src/main/resources/io/hnvgateway/lab/netns/sweep.sh"
CLONE_NEWNET = 0x40000000
TUNSETIFF = 0x400454CA
IFF_TAP_NO_PI = 0x0002 | 0x1000


class Run:
    def __init__(self):
        self.id = f"b{os.getpid()}"
        self.directory = pathlib.Path("/run/hnv-lab") / self.id
        self.directory.mkdir(parents=True)
        started = pathlib.Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()[19]
        (self.directory / "owner").write_text(f"{os.getpid()}\n")
        (self.directory / "started").write_text(started + "\n")
        self.programs = []

    def close(self):
        for program in self.programs:
            program.kill()
        for program in self.programs:
            program.wait()
        subprocess.run(["bash", str(SWEEP), str(self.directory)], check=False, stdin=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)

    def _note(self, file, item):
        with open(self.directory / file, "a") as out:
            out.write(f"{item}\n")

    def namespace(self, role):
        name = f"hnv-{self.id}-{role}"
        self._note("namespaces", name)
        must(["ip", "netns", "add", name])
        made = Namespace(self, name)
        made.must("ip", "link", "set", "lo", "up")
        made.must("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv4.conf.all.rp_filter=0",
                  "net.ipv4.conf.default.rp_filter=0", "net.ipv6.conf.all.disable_ipv6=1",
                  "net.ipv6.conf.default.disable_ipv6=1")
        return made

    def start(self, command, log, **options):
        out = open(self.directory / log, "ab")
        program = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
                                   start_new_session=True, **options)
        out.close()
        self.programs.append(program)
        self._note("pids", program.pid)
        return program


class Namespace:
    def __init__(self, run, name):
        self.run_of = run
        self.name = name

    def inside(self, *command):
        return ["ip", "netns", "exec", self.name, *command]

    def must(self, *command, timeout=60):
        return must(self.inside(*command), timeout)

    def run(self, *command, timeout=60):
        try:
            return subprocess.run(self.inside(*command), stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                  timeout=timeout, check=False)
        except subprocess.TimeoutExpired:
            return subprocess.CompletedProcess(command, 124, "", f"took longer than {timeout} s")

    def start(self, *command, log):
        return self.run_of.start(self.inside(*command), log)

    def ip(self, *arguments):
        return must(["ip", "-n", self.name, *arguments])

    def tap(self, device, *addresses):
        """A tap device here; returns the file by which a machine drives it."""
        own = os.open("/proc/self/ns/net", os.O_RDONLY)
        try:
            _enter(f"/run/netns/{self.name}")
            file = os.open("/dev/net/tun", os.O_RDWR | os.O_CLOEXEC)
            fcntl.ioctl(file, TUNSETIFF, struct.pack("16sH22x", device.encode(), IFF_TAP_NO_PI))
        finally:
            _check(ctypes.CDLL(None, use_errno=True).setns(own, CLONE_NEWNET))
            os.close(own)
        for address in addresses:
            self.ip("address", "add", address, "dev", device)
        self.ip("link", "set", device, "up")
        return file

    def veth(self, device, other, other_device):
        self.ip("link", "add", "name", device, "type", "veth", "peer", "name", other_device, "netns", other.name)
        for end, name in ((self, device), (other, other_device)):
            end.run("ethtool", "-K", name, "tx", "off", "rx", "off", "tso", "off", "gso", "off", "gro", "off", "sg", "off")
            end.ip("link", "set", name, "up")


def _enter(path):
    file = os.open(path, os.O_RDONLY)
    try:
        _check(ctypes.CDLL(None, use_errno=True).setns(file, CLONE_NEWNET))
    finally:
        os.close(file)


def _check(status):
    if status != 0:
        raise OSError(ctypes.get_errno(), "setns")


def must(command, timeout=60):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"`{' '.join(command)}` ended with {done.returncode}: {(done.stderr or done.stdout).strip()}")
    return done.stdout
