"""The boot test; `appliance-image/test --help` says what it does."""
import argparse
import pathlib
import secrets
import shutil
import subprocess
import sys

import plan
from client import Client
from console import Console
from machine import QEMU, Machine, Told, accelerator, firmware
from netns import Run
from outside import Outside
from proofs import PYTHON, Access, Forwarding, Restart, forwarding_after, memory
from provider import Provider
from releases import Releases
from steps import Failed, OutOfTime, Skipped, Steps, expect, interruptible, wait
from updates import Updates

PROGRAMS = {QEMU: "qemu-system-x86", "qemu-img": "qemu-utils", "ovs-vsctl": "openvswitch-switch", "bird": "bird2",
            "swanctl": "strongswan-swanctl", "charon-systemd": "charon-systemd", "ssh": "openssh-client", "curl": "curl",
            "openssl": "openssl", "ethtool": "ethtool", "gpg": "gpg"}

# The idle machine, of 2 GiB; and with two tenants, a tunnel and a BGP speaker, whose process is of one JVM and one Python.
IDLE_MB, WITH_TENANTS_MB = 600, 800


class Scene:
    """What all steps use."""

    def __init__(self, run, directory, steps, options):
        self.run, self.directory, self.steps, self.options = run, directory, steps, options
        self.acceleration, self.why = accelerator()
        self.outside, self.provider = Outside(run), Provider(run)
        self.client = Client(run, self.outside.controller)
        self.psk = secrets.token_hex(16)
        self.machine = None
        self.facts = []
        self.outside.front.start(*PYTHON, "serve", plan.INTERNET, "internet", log="internet.out")

    def make(self, name, image, image_format, bus, told):
        if not image.exists():
            raise Skipped(f"no {image.name} in {self.directory}")
        if self.machine:
            self.machine.close()
        taps = [*self.outside.taps, self.provider.tap]
        self.machine = Machine(self.run, name, image, image_format, bus, taps, told, self.acceleration)
        return self.machine

    def boot(self, limit):
        """Until SSH answers; tried once more, for emulation has been seen to hang."""
        for attempt in (1, 2):
            self.machine.start()
            try:
                wait(limit, "SSH answers", lambda: self._answers(), 2)
                return "" if attempt == 1 else "at the second try"
            except OutOfTime:
                raise
            except Failed as fault:
                shutil.copy(self.machine.serial, self.run.directory / f"serial.attempt-{attempt}")
                self.machine.stop()
                if attempt == 2:
                    raise Failed(f"{fault}; the console's end: {self.machine.log().strip()[-700:]}") from fault
                self.steps.say(f"        no SSH ({fault}); once more")
        return ""

    def _answers(self):
        expect(self.machine.alive(), "qemu has ended")
        return self.client.answers()

    def close(self):
        if self.machine:
            self.machine.close()


def main():
    options = read_options()
    steps = Steps(options.minutes * 60, [name for name in options.only.split(",") if name])
    reason = missing(options.directory)
    if reason:
        steps.report("SKIPPED", "boot test", reason)
        return steps.finish()
    run = Run()
    scene = None
    try:
        scene = Scene(run, options.directory, steps, options)
        steps.say("accelerator: " + scene.acceleration + (f" ({scene.why})" if scene.why else ""))
        prove(scene)
    except OutOfTime:
        pass
    finally:
        if scene:
            scene.close()
            for fact in scene.facts:
                steps.say(fact)
        if steps.counts["FAIL"] or options.keep or sys.exc_info()[0]:
            keep_logs(run)
        run.close()
    return steps.finish()


def read_options():
    parser = argparse.ArgumentParser(prog="appliance-image/test")
    parser.add_argument("directory", nargs="?", default="target/appliance", type=pathlib.Path)
    parser.add_argument("--sign-key", type=pathlib.Path)
    parser.add_argument("--minutes", type=int, default=75)
    parser.add_argument("--only", default="")
    parser.add_argument("--keep", action="store_true")
    return parser.parse_args()


def missing(directory):
    """Why the test cannot run here; empty: it can."""
    for program, package in PROGRAMS.items():
        if not shutil.which(program):
            return f"no {program} (Debian package {package})"
    try:
        firmware()
    except Skipped as reason:
        return str(reason)
    if not list(directory.glob("hnv-gateway-*.raw")):
        return f"no image in {directory}: appliance-image/build makes it"
    return ""


def prove(scene):
    steps = scene.steps
    raw = next(iter(sorted(scene.directory.glob("hnv-gateway-*.raw"))))
    limit = 120 if scene.acceleration == "kvm" else 420

    def boot_raw():
        given = {**plan.credentials(scene.client.public_key), "hnv.connection-string": plan.connection_string()}
        scene.make("raw", raw, "raw", "virtio", Told(smbios=given))
        return scene.boot(limit)

    if not steps.run("the raw image boots by UEFI; SSH by the key from outside", boot_raw):
        return
    if steps.wants("access") or steps.wants("forwarding") or steps.wants("restart") or steps.wants("update"):
        in_force(scene)
    if steps.wants("restart"):
        restart = Restart(scene)
        steps.run("memory in use", lambda: memory(scene, "with tenants", WITH_TENANTS_MB))
        steps.run("restart of the gateway alone", restart.restart)
    if steps.wants("update"):
        update(scene)
    if steps.wants("vhdx"):
        vhdx(scene, limit)
    if steps.wants("console"):
        by_console(scene, raw, limit)


def in_force(scene):
    steps, access, forwarding = scene.steps, Access(scene), Forwarding(scene)
    limit = 60 if scene.acceleration == "kvm" else 300
    steps.run("the gateway is ready", lambda: wait(
        limit, "hnv-gateway is active", lambda: active(scene), 2) and ready(scene))
    steps.run("idle memory", lambda: alone(scene, limit) and memory(scene, "when idle", IDLE_MB))
    steps.run("hnvctl status", access.status)
    if steps.wants("access"):
        steps.run("management alone lets in", access.by_management_alone)
        steps.run("keys and ids of its own", access.unique)
    steps.run("desired state by the HTTPS API", access.desired_state)
    if steps.wants("access"):
        steps.run("no unit has failed", access.nothing_failed)
    steps.run("NVGRE from Open vSwitch", forwarding.ping_gateway)
    steps.run("NAT to the Internet, two tenants with one address", forwarding.both_tenants)
    if steps.wants("forwarding"):
        steps.run("IKEv2 tunnel to strongSwan", forwarding.tunnel)
        steps.run("BGP session with BIRD", forwarding.bgp)
        steps.run("hnvctl test", forwarding.probes)


def active(scene):
    return scene.client.ssh("systemctl is-active hnv-gateway", check=False).strip() == "active"


def alone(scene, limit):
    """What a start needs is done: the gateway's is the only Java program."""
    return wait(limit, "no Java program but the gateway's", lambda: scene.client.ssh("pgrep -c -x java").strip() == "1", 2)


def ready(scene):
    seconds = forwarding_after(scene.client)
    text = f"{seconds:.1f} s from the kernel's start to forwarding"
    scene.facts.append(text + ("" if scene.acceleration == "kvm" else " (emulated)"))
    if scene.acceleration == "kvm":
        expect(seconds <= 15, text + "; must be 15 at most")
    return text


def update(scene):
    steps = scene.steps
    names = ("a forged release is refused", "update to the next version", "what survives the update",
             "a broken update is left, hands-free", "what survives the fall-back",
             "the version that was left is not booted again")
    if not scene.options.sign_key:
        for name in names:
            steps.report("SKIPPED", name, "no --sign-key, the secret one of the image's --update-key")
        return
    updates = Updates(scene, Releases(scene.directory, scene.options.sign_key, scene.machine.scratch))
    steps.run("releases are offered", updates.serve)
    for name, action in zip(names, (updates.forged, updates.update, updates.kept, updates.broken, updates.kept, updates.waits)):
        steps.run(name, action)


def vhdx(scene, limit):
    image = next(iter(sorted(scene.directory.glob("hnv-gateway-*.vhdx"))), scene.directory / "hnv-gateway-cloud.vhdx")

    def boot():
        told = Told(fw_cfg=plan.credentials(scene.client.public_key), user_data=plan.user_data())
        scene.make("vhdx", image, "vhdx", "sata", told)
        scene.client.known.unlink(missing_ok=True)
        return scene.boot(limit)

    def configured():
        wait(limit, "hnv-gateway is active", lambda: active(scene), 2)
        said = scene.client.ssh("journalctl -b -o cat -u hnv-network -u hnv-setup | grep -o 'hnv-setup: .*: taken from .*'")
        expect("connection string: taken from cloud-init" in said, said)
        expect("network: taken from credential" in said, said)
        return "; ".join(line.removeprefix("hnv-setup: ") for line in said.splitlines())

    if scene.steps.run("the VHDX boots by UEFI, on SATA", boot):
        scene.steps.run("configured by fw_cfg and cloud-init", configured)


def by_console(scene, raw, limit):
    steps = scene.steps

    def boot():
        scene.make("console", raw, "raw", "virtio", Told(kernel=plan.credentials(scene.client.public_key)))
        scene.client.known.unlink(missing_ok=True)
        return scene.boot(limit)

    def started():
        wait(limit, "hnv-gateway is active", lambda: active(scene), 2)
        kept = scene.client.ssh("cat /etc/hnv-gateway/connection-string")
        expect(f'GatewayVM="edge1";NatPool="{plan.POOL}"' in kept, kept)
        return console.pinned()

    if not steps.run("settings on the kernel's command line; SSH", boot):
        return
    console = Console(scene)
    if steps.run("the wizard, by the keyboard of the first console", console.wizard):
        steps.run("the gateway starts; its fingerprint is on the screen", started)


def keep_logs(run):
    kept = pathlib.Path("target/boot-test")
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir(parents=True)
    for file in run.directory.iterdir():
        if file.is_file() and file.suffix in (".serial", ".log", ".out") or file.name.startswith("serial."):
            shutil.copy(file, kept)
    subprocess.run(["chmod", "-R", "go-rwx", str(kept)], check=False)
    print(f"consoles and logs: {kept}", flush=True)


if __name__ == "__main__":
    with interruptible():
        sys.exit(main())
