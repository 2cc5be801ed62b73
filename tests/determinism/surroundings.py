"""Surroundings that must not matter, each with a proof that it takes effect on this machine."""

import dataclasses
import os
import pathlib
import subprocess
import sys

NO_FMA = "glibc.cpu.hwcaps=-AVX2,-FMA"  # the names that glibc 2.33 and later take

# Sums the bits of functions that the C library has in several variants.
MATH = """
import math, struct, hashlib
x, bits = 0.1, hashlib.sha256()
for i in range(200000):
    x += 1.37e-3 * (i % 97 + 1) / 31
    bits.update(struct.pack('<d', math.log(x) + math.exp(-x / 1e5) + math.pow(x, 0.37) + math.sin(x)))
print(bits.hexdigest())
"""
COMMA = "import locale; locale.setlocale(locale.LC_ALL, ''); print(locale.localeconv()['decimal_point'])"
ZONE = "import time; print(time.localtime(0)[3:5])"


def answer(code, environment):
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True,
                          text=True, check=True).stdout.strip()


def clean():
    """The surroundings of the reference: those of a bare shell."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "ASAN_OPTIONS", "UBSAN_OPTIONS")
            if name in os.environ}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}


def make_locale(folder, name):
    """A locale of our own making, so that the machine needs only Debian's package `locales`."""
    language = name.split(".")[0]
    subprocess.run(["localedef", "-i", language, "-f", "UTF-8", str(pathlib.Path(folder) / name)],
                   check=True, capture_output=True)


@dataclasses.dataclass(frozen=True)
class Surroundings:
    name: str
    environment: dict
    umask: int = 0o022
    folder: str | None = None

    def with_all(self, others):
        """These and the others at once, in so far as they can be."""
        environment, umask, folder = dict(self.environment), self.umask, self.folder
        for other in others:
            environment.update({name: value for name, value in other.environment.items()
                                if clean().get(name) != value})
            umask, folder = max(umask, other.umask), folder or other.folder
        return Surroundings(self.name + " and all the others", environment, umask, folder)


def located(folder, name):
    make_locale(folder, name)
    found = Surroundings(f"LC_ALL={name}", {**clean(), "LOCPATH": str(folder), "LC_ALL": name})
    if answer(COMMA, found.environment) != ",":
        raise RuntimeError(f"the locale {name} has no effect here")
    return found


def kathmandu():
    found = Surroundings("TZ=Asia/Kathmandu", {**clean(), "TZ": "Asia/Kathmandu"})
    if answer(ZONE, found.environment) == answer(ZONE, clean()):
        raise RuntimeError("TZ has no effect here: is tzdata installed?")
    return found


def without_fma():
    found = Surroundings("FMA and AVX2 masked", {**clean(), "GLIBC_TUNABLES": NO_FMA})
    if answer(MATH, found.environment) == answer(MATH, clean()):
        print("note: masking FMA changes no logarithm here, so that row shows nothing")
    return found


def all_surroundings(folder):
    """One that differs in one thing each; `folder` takes the locales."""
    base = clean()
    return [located(folder, "de_DE.UTF-8"), located(folder, "tr_TR.UTF-8"), kathmandu(), without_fma(),
            Surroundings("umask 077", base, umask=0o077),
            Surroundings("MALLOC_PERTURB_=165", {**base, "MALLOC_PERTURB_": "165"}),
            Surroundings("another working folder", base, folder="/"),
            Surroundings("COLUMNS, CLICOLOR_FORCE, CI", {**base, "COLUMNS": "20", "CLICOLOR_FORCE": "1",
                                                         "CI": "1"})]


def few_surroundings(folder):
    """The same, several at once."""
    german, turkish, *rest = all_surroundings(folder)
    return [german.with_all(rest), turkish]
