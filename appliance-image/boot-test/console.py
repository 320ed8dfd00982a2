"""The machine's screen and keyboard: the wizard is answered as an operator answers it."""
import re

import plan
from machine import mac
from steps import Failed, OutOfTime, expect, wait

KEYS = {" ": "spc", ".": "dot", ",": "comma", "/": "slash", "-": "minus", "\n": "ret", ":": "shift-semicolon", ";": "semicolon"}


class Console:
    def __init__(self, scene):
        self.client, self.machine = scene.client, scene.machine
        self.patience = 60 if scene.acceleration == "kvm" else 240

    def screen(self):
        return self.client.ssh("cat /dev/vcs1").rstrip()

    def type(self, text):
        self.machine.keys([KEYS.get(one, one) for one in text])

    def answer(self, question, text):
        """Waits until the question is the last that the screen shows; returns the screen."""
        try:
            seen = wait(self.patience, question, lambda: self._asks(question), 1)
        except OutOfTime:
            raise
        except Failed as fault:
            raise Failed(f"{fault}; the screen's end: {squeezed(self.screen())[-500:]}") from fault
        self.type((text(seen) if callable(text) else text) + "\n")
        return seen

    def _asks(self, question):
        seen = self.screen()
        return seen if re.search(question + r"([^:]|: none)*:$", seen) else ""

    def wizard(self):
        """From the first question to the gateway's start; the roles of NICs are known, so that SSH sees the screen."""
        addresses = ((plan.MANAGEMENT, ""), (plan.FRONT, plan.ROUTER), (plan.BACK, ""))
        roles = ("management", "the front end", "the back end")
        for number, (role, (address, router)) in enumerate(zip(roles, addresses)):
            self.answer(f"NIC for {role}", lambda seen, one=mac(number): number_of(one, seen))
            self.answer("Address as", f"{address}/24")
            self.answer("Router there", router)
        tested = self.answer("those that are there stay", "")
        expect("FAIL" not in tested and tested.count("  ok  ") >= 3, "the NICs' tests: " + squeezed(tested)[-600:])
        self.answer("Name of this gateway", "edge1")
        self.answer("Public addresses for NAT", plan.POOL)
        self.answer(r"Connection string \[.*", "")
        self.answer("start the gateway", "")
        return f"{tested.count('  ok  ')} tests of NICs are ok"

    def pinned(self):
        """The page that follows tells what to pin in the controller."""
        told = self.client.ssh("hnvctl access fingerprint").strip()
        self.type("\n")
        wait(self.patience, "the fingerprint is on the screen", lambda: told in self.screen() or self.type("\n"), 10)
        return told


def number_of(address, seen):
    """Of the NIC in the table that was shown last."""
    numbers = re.findall(r"(\d+) \S+ +" + address, seen)
    if not numbers:
        raise Failed(f"no NIC {address} in the table: {squeezed(seen)[-600:]}")
    return numbers[-1]


def squeezed(text):
    return re.sub(r"\s+", " ", text)
