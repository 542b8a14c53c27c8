"""Runs targets of the Makefile side by side: two lanes of checks use two processors.

    python tools/side_by_side.py server-checks web-checks

What a lane says is shown in one piece when it ends. Every lane runs to its end; the exit code is 1 if one failed.
"""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed


def run(target: str) -> tuple[str, int, str]:
    """Make one target; returns its name, its exit code and all it said."""
    done = subprocess.run(
        ["make", "--no-print-directory", target],  # noqa: S607 - found on PATH like everything of the Makefile
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        errors="replace", check=False,
    )  # fmt: skip
    return target, done.returncode, done.stdout


def main(targets: list[str]) -> int:
    """Make them all and show what each said."""
    failed = []
    with ThreadPoolExecutor(len(targets)) as pool:
        for lane in as_completed([pool.submit(run, target) for target in targets]):
            target, code, said = lane.result()
            print(said, end="", flush=True)
            if code:
                failed.append(target)
    for target in failed:
        print(f"make: {target} failed", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["help"]))
