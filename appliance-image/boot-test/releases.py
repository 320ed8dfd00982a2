"""Further versions for the update: the root of the image packed again with one thing changed, its kernel image with the
other version's name, and the signature."""
import pathlib
import re
import subprocess

from netns import must
from steps import Failed, Skipped

HERE = pathlib.Path(__file__).resolve().parent


class Releases:
    def __init__(self, directory, key, work):
        self.directory, self.key, self.work = pathlib.Path(directory), key, work
        kernels = sorted(self.directory.glob("hnv-gateway_*.efi"))
        if not kernels:
            raise Skipped(f"no hnv-gateway_VERSION.efi in {directory}")
        self.version = re.fullmatch(r"hnv-gateway_(.+)\.efi", kernels[-1].name).group(1)
        self.kernel = kernels[-1].read_bytes()
        self.served = work / "served"
        self.served.mkdir(parents=True, exist_ok=True)

    def later(self, steps):
        """The same number of characters, for it takes the old one's place in the kernel image."""
        head, digits = re.fullmatch(r"(.*?)(\d+)", self.version).groups()
        text = str(int(digits) + steps).rjust(len(digits), "0")
        if len(text) != len(digits):
            raise Failed(f"no later version than {self.version} has as many characters")
        return head + text

    def publish(self, version, change):
        """@param change what is done to the root: `none`, or `break`, after which the gateway's program is gone"""
        root = self.directory / f"hnv-gateway_{self.version}.root.xz"
        target = self.served / f"hnv-gateway_{version}.root.xz"
        done = subprocess.run(["bash", str(HERE / "repack.sh"), str(root), str(target), self.version, version, change],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Failed("repacking the root: " + done.stderr.strip()[-600:])
        changed = self.kernel.replace(self.version.encode(), version.encode())
        if changed == self.kernel:
            raise Failed(f"the kernel image does not name its version {self.version}")
        (self.served / f"hnv-gateway_{version}.efi").write_bytes(changed)
        self._sign()

    def _sign(self):
        sums = must(["bash", "-c", f"cd '{self.served}' && sha256sum hnv-gateway_*"])
        (self.served / "SHA256SUMS").write_text(sums)
        home = self.work / "gnupg"
        home.mkdir(mode=0o700, exist_ok=True)
        options = ["gpg", "--homedir", str(home), "--batch", "--quiet", "--yes"]
        must([*options, "--import", str(self.key)])
        must([*options, "--output", str(self.served / "SHA256SUMS.gpg"), "--detach-sign", str(self.served / "SHA256SUMS")])
        subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "gpg-agent"], check=False)

    def forge(self):
        """Other sums than were signed."""
        file = self.served / "SHA256SUMS"
        file.write_text(file.read_text().replace("a", "b"))
