"""`python -m bench road [--seconds N]`: prints a line of JSON and a table."""

import argparse
import json
import sys

from bench import road


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("what", choices=["road"], nargs="?", default="road")
    parser.add_argument("--seconds", type=float, default=10)
    asked = parser.parse_args()
    figures = road.measure(asked.seconds)
    sys.stdout.write(json.dumps({"bench": asked.what, **figures}) + "\n\n")
    full, half, push = figures["full"], figures["half"], figures["push"]
    rows = [
        ("hook calls, durable and recorded as messages", f"{full['per_s']} /s", "target ≥ 6000"),
        ("  answer p50 / p99 at full load", f"{full['p50']} / {full['p99']} ms", ""),
        ("  refused", str(full["refused"]), "0"),
        ("  CPU a call, Python / PostgreSQL", f"{figures['python_us']} / {figures['postgres_us']} µs", ""),
        ("the same SQL by pgbench alone, one connection", f"{figures['ceiling_per_s']} /s", ""),
        ("  ratio", f"{full['per_s'] / figures['ceiling_per_s']:.0%}", "target ≥ 60 %"),
        (f"answer p50 / p99 at half load ({half['per_s']} /s)", f"{half['p50']} / {half['p99']} ms", "target p99 < 50"),
        (
            "hook → another process's socket p50 / p99 at 200 /s",
            f"{push.get('p50')} / {push.get('p99')} ms",
            "target p99 < 20",
        ),
        ("  arrived", f"{push['arrived']} of {push['sent']}", "all"),
    ]
    width = max(len(row[0]) for row in rows)
    sys.stdout.writelines(f"{name:<{width}}  {value:>20}  {goal}\n" for name, value, goal in rows)


if __name__ == "__main__":
    main()
