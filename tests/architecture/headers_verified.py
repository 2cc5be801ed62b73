#!/usr/bin/env python3
"""headers_verified.py BUILD ROOT: every public header has a source of its own in the build folder BUILD.

CMake writes one source a header (VERIFY_INTERFACE_HEADER_SETS). A header that no layer lists would never be
compiled alone, and the target that compiles them all would pass without it.
"""

import pathlib
import sys


def main(build, root):
    include = pathlib.Path(root) / "include"
    wanted = {path.relative_to(include).as_posix() for path in include.rglob("*.hpp")}
    listed = set()
    for folder in pathlib.Path(build).glob("*_verify_interface_header_sets"):
        listed |= {path.relative_to(folder).as_posix().removesuffix(".cxx") for path in folder.rglob("*.cxx")}
    missing = sorted(wanted - listed)
    for header in missing:
        print(f"include/{header}: no layer lists this header")
    print(f"{len(wanted) - len(missing)} of {len(wanted)} public headers are compiled alone")
    return 1 if missing or not wanted else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
