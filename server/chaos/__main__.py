"""`python -m chaos --seed N --hooks 10000 --replies 2000`: exit code 1 when a promise was broken."""

import argparse
import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path

from msgspec.structs import replace

from bench.scene import fresh_folder
from chaos.checker import check
from chaos.plan import Size
from chaos.report import make_line, make_table
from chaos.sabotage import SABOTAGE
from chaos.storm import Outcome, run_split, run_whole
from chaos.tampering import SEEDS, tamper

_WHOLE_SHARE = 20
_HOUSES: dict[str, tuple[str, Callable[[Path, Size, str], Coroutine[None, None, Outcome]]]] = {
    "split": ("two web processes, two workers, a database apart", run_split),
    "whole": ("one `otklik serve` with its own database", run_whole),
}


def main() -> None:
    """Run what was asked for."""
    asked = _read_arguments()
    size = Size(
        seed=asked.seed, hooks=asked.hooks, replies=asked.replies, rate=asked.rate,
        people=asked.people or max(8, asked.hooks // 25),
    )  # fmt: skip
    names = list(_HOUSES) if asked.house == "both" else [asked.house]
    fine = [_run(name, _shrink(size) if asked.house == "both" and name == "whole" else size, asked) for name in names]
    sys.exit(0 if all(fine) else 1)


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="decides everything that is drawn")
    parser.add_argument("--hooks", type=int, default=10_000, help="hook calls")
    parser.add_argument("--replies", type=int, default=2_000, help="replies")
    parser.add_argument("--rate", type=float, default=60, help="hook calls a second")
    parser.add_argument("--people", type=int, default=0, help="customers; a 25th of the hook calls if not said")
    parser.add_argument("--house", choices=[*_HOUSES, "both"], default="both", help="what is killed")
    parser.add_argument("--seed-violation", choices=[*SEEDS, *SABOTAGE], default="", help="break a promise at the end")
    return parser.parse_args()


def _shrink(size: Size) -> Size:
    """The whole house costs a start of everything for each kill, so it gets a small share of the work."""
    return replace(
        size, hooks=max(200, size.hooks // _WHOLE_SHARE), replies=max(40, size.replies // _WHOLE_SHARE),
        people=max(8, size.people // _WHOLE_SHARE), rate=min(size.rate, 10),
    )  # fmt: skip


async def _interruptible(run: Coroutine[None, None, Outcome]) -> Outcome:
    """Let SIGTERM end the run like Ctrl-C: everything that was started is stopped."""
    task = asyncio.ensure_future(run)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await task


def _run(name: str, size: Size, asked: argparse.Namespace) -> bool:
    title, run = _HOUSES[name]
    with fresh_folder() as folder:
        broken: str = asked.seed_violation
        outcome = asyncio.run(_interruptible(run(folder, size, broken if broken in SABOTAGE else "")))
    if broken:
        title += f"; broken on purpose: {broken}"
    if broken in SEEDS:
        outcome = replace(outcome, facts=tamper(outcome.facts, broken))
    verdict = check(outcome.facts)
    sys.stdout.write(make_table(f"{name}: {title}, seed {size.seed}", outcome, verdict))
    sys.stdout.write(make_line(name, size.seed, outcome, verdict) + "\n")
    sys.stdout.flush()
    return not verdict.violations


if __name__ == "__main__":
    main()
