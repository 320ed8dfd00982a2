"""A virtual machine: qemu with three NICs, UEFI, and its serial console in a file."""
import base64
import os
import pathlib
import re
import shutil
import socket
import subprocess
import time

from steps import Failed, Skipped, expect

CODE = ("/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/share/OVMF/OVMF_CODE.fd", "/usr/share/edk2/x64/OVMF_CODE.4m.fd")
QEMU = "qemu-system-x86_64"
PROBE_SECONDS = 10
KEY_MS = 40


def accelerator():
    """("kvm", "") where KVM truly works, else ("tcg", why): a /dev/kvm may be there and do nothing."""
    if not os.path.exists("/dev/kvm"):
        return "tcg", "no /dev/kvm"
    command = [QEMU, "-machine", "q35,accel=kvm", "-cpu", "host", "-m", "64", "-display", "none", "-serial", "none",
               "-monitor", "none", "-nodefaults", "-no-reboot"]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=PROBE_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return "kvm", ""
    return "tcg", "/dev/kvm does not work: " + (done.stderr.strip().splitlines() or ["no reason given"])[0]


def firmware():
    for code in CODE:
        if os.path.exists(code):
            return code, code.replace("CODE", "VARS")
    raise Skipped("no OVMF (Debian package ovmf)")


class Told:
    """What a machine is configured with from outside, by files: what a process is started with, everybody sees."""

    def __init__(self, smbios=(), fw_cfg=(), user_data="", kernel=()):
        """@param user_data of cloud-init, on a disk of NoCloud
        @param kernel credentials on the kernel's command line, to which the boot stub adds what it is told by SMBIOS"""
        self.smbios, self.fw_cfg, self.user_data, self.kernel = dict(smbios), dict(fw_cfg), user_data, dict(kernel)

    def arguments(self, scratch):
        arguments = []
        for name, value in self.smbios.items():
            file = secret(scratch / name, f"io.systemd.credential.binary:{name}={binary(value)}")
            arguments += ["-smbios", f"type=11,path={file}"]
        if self.kernel:
            words = " ".join(f"systemd.set_credential_binary={name}:{binary(value)}" for name, value in self.kernel.items())
            file = secret(scratch / "command-line", "io.systemd.stub.kernel-cmdline-extra=" + words)
            arguments += ["-smbios", f"type=11,path={file}"]
        for name, value in self.fw_cfg.items():
            arguments += ["-fw_cfg", f"name=opt/io.systemd.credentials/{name},file={secret(scratch / name, value)}"]
        if self.user_data:
            folder = scratch / "cidata"
            folder.mkdir(mode=0o700, exist_ok=True)
            secret(folder / "user-data", self.user_data)
            secret(folder / "meta-data", "instance-id: boot-test\n")
            arguments += ["-drive", f"if=none,id=seed,format=raw,readonly=on,file.driver=vvfat,file.dir={folder},file.label=cidata",
                          "-device", "virtio-blk-pci,drive=seed"]
        return arguments


def binary(text):
    return base64.b64encode(text.encode()).decode()


def secret(file, text):
    file.touch(mode=0o600)
    file.write_text(text)
    return file


class Machine:
    """Machine with a disk of its own on top of an image, which is never written to."""

    def __init__(self, run, name, image, image_format, bus, taps, told, acceleration):
        """@param told what it is configured with"""
        self.run = run
        self.serial = run.directory / f"{name}.serial"
        self.monitor = run.directory / f"{name}.monitor"
        self.image, self.image_format, self.bus = image, image_format, bus
        self.taps, self.told, self.acceleration = taps, told, acceleration
        self.disk = run.directory / f"{name}.disk"
        self.program = None
        self.started = 0.0
        # On a disk, for /run is memory.
        self.scratch = pathlib.Path(os.environ.get("TMPDIR", "/var/tmp")) / f"hnv-boot-{run.id}-{name}"
        self.scratch.mkdir(parents=True, exist_ok=True)
        self.disk = self.scratch / "disk.qcow2"
        _, variables = firmware()
        shutil.copy(variables, self.scratch / "vars.fd")
        # Twice the size, so that the growth of the data partition is seen.
        subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", "-F", image_format, "-b", str(pathlib.Path(image).resolve()),
                        str(self.disk), "6G"], check=True, stdin=subprocess.DEVNULL)

    def start(self):
        code, _ = firmware()
        cpu = "host" if self.acceleration == "kvm" else "max"
        # One thread for both processors: where one changes code that the other runs, as a JVM does, two threads have been
        # seen to run what was never written (SIGILL, SIGSEGV in compiled code).
        accelerator = "kvm" if self.acceleration == "kvm" else "tcg,thread=single"
        command = [QEMU, "-machine", "q35", "-accel", accelerator, "-cpu", cpu, "-smp", "2", "-m", "2048",
                   "-display", "none", "-nodefaults", "-monitor", f"unix:{self.monitor},server,nowait",
                   "-serial", f"file:{self.serial}", "-device", "VGA", "-device", "virtio-rng-pci", "-rtc", "base=utc",
                   "-drive", f"if=pflash,format=raw,readonly=on,file={code}",
                   "-drive", f"if=pflash,format=raw,file={self.scratch / 'vars.fd'}",
                   "-drive", f"if=none,id=disk,format=qcow2,cache=unsafe,file={self.disk}",
                   "-device", "virtio-blk-pci,drive=disk,bootindex=1" if self.bus == "virtio" else "ide-hd,drive=disk,bus=ide.0,bootindex=1"]
        for number, tap in enumerate(self.taps):
            command += ["-netdev", f"tap,id=n{number},fd={tap}",
                        "-device", f"virtio-net-pci,netdev=n{number},mac={mac(number)},romfile="]
        command += self.told.arguments(self.scratch)
        self.serial.write_bytes(b"")
        self.program = self.run.start(command, "qemu.log", pass_fds=self.taps)
        self.started = time.monotonic()
        time.sleep(1)
        if self.program.poll() is not None:
            raise Failed("qemu ended: " + (self.run.directory / "qemu.log").read_text()[-400:])

    def log(self):
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\r", "", self.serial.read_bytes().decode(errors="replace"))

    def alive(self):
        return self.program is not None and self.program.poll() is None

    def keys(self, names):
        """Presses keys, as qemu's monitor names them; not before each was taken does it return."""
        with socket.socket(socket.AF_UNIX) as monitor:
            monitor.settimeout(30)
            monitor.connect(str(self.monitor))
            for name in [None, *names]:
                if name:
                    monitor.sendall(f"sendkey {name} {KEY_MS}\n".encode())
                    time.sleep(2 * KEY_MS / 1000)
                said = b""
                while not said.endswith(b"(qemu) "):
                    part = monitor.recv(4096)
                    expect(part, "qemu's monitor has ended")
                    said += part

    def stop(self):
        if self.alive():
            self.program.kill()
            self.program.wait()

    def close(self):
        self.stop()
        shutil.rmtree(self.scratch, ignore_errors=True)


def mac(number):
    return f"52:54:00:68:6e:0{number + 1}"
