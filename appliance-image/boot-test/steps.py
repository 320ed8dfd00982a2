"""Steps of the boot test: each passes, fails or is skipped with the reason, with the time of day and how long it took."""
import contextlib
import signal
import sys
import time


class Skipped(Exception):
    """There is nothing to try here, and why."""


class Failed(Exception):
    """What was expected and what was seen instead."""


class OutOfTime(Failed):
    """The whole limit is over."""


class Steps:
    def __init__(self, limit_seconds, only=()):
        self.began = time.monotonic()
        self.limit = limit_seconds
        self.only = set(only)
        self.counts = {"PASS": 0, "FAIL": 0, "SKIPPED": 0}
        signal.signal(signal.SIGALRM, self._over)
        signal.alarm(limit_seconds)

    def _over(self, *_):
        raise OutOfTime(f"the limit of {self.limit // 60} minutes is over")

    def wants(self, group):
        return not self.only or group in self.only

    def elapsed(self):
        return time.monotonic() - self.began

    def say(self, text):
        print(f"{time.strftime('%H:%M:%S')} {self.elapsed():7.1f} s  {text}", flush=True)

    def report(self, verdict, name, detail=""):
        self.counts[verdict] += 1
        self.say(f"{verdict:7} {name}" + (f": {detail}" if detail else ""))

    def run(self, name, action):
        """Runs one step; returns whether it passed. What the action returns is the detail."""
        began = time.monotonic()
        try:
            detail = action()
        except Skipped as reason:
            self.report("SKIPPED", name, str(reason))
            return False
        except OutOfTime as reason:
            self.report("FAIL", name, str(reason))
            raise
        except Exception as fault:  # a step's fault is a result, of whatever kind
            kind = "" if isinstance(fault, Failed) else type(fault).__name__ + ": "
            self.report("FAIL", name, kind + str(fault))
            return False
        took = f"{time.monotonic() - began:.1f} s"
        self.report("PASS", name, f"{detail} ({took})" if detail else took)
        return True

    def finish(self):
        signal.alarm(0)
        counts = self.counts
        print(f"{counts['PASS']} passed, {counts['FAIL']} failed, {counts['SKIPPED']} skipped", flush=True)
        return 1 if counts["FAIL"] or not counts["PASS"] and not counts["SKIPPED"] else 0


def expect(condition, text):
    if not condition:
        raise Failed(text)


def wait(limit_seconds, what, look, pause=0.5):
    """Looks until the answer is true; returns it."""
    end = time.monotonic() + limit_seconds
    last = ""
    while time.monotonic() < end:
        try:
            seen = look()
            if seen:
                return seen
        except OutOfTime:
            raise
        except Exception as fault:  # the last one is told
            last = f" ({fault})"
        time.sleep(pause)
    raise Failed(f"{what}: not within {limit_seconds} s{last}")


@contextlib.contextmanager
def interruptible():
    """Ends as an exception on SIGTERM and SIGHUP too, so that everything is removed."""
    def end(number, _):
        raise KeyboardInterrupt(signal.Signals(number).name)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)
    try:
        yield
    except KeyboardInterrupt as why:
        print(f"interrupted {why}", file=sys.stderr, flush=True)
        raise SystemExit(130) from None
