"""`python -m bench [road] [hall] [search] [web] [profile]`: prints a line of JSON and a table for each measurement."""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

from bench import archive, hall, profile, road, screen

Row = tuple[str, str, str]


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument(
        "what", choices=["road", "hall", "search", "web", "profile"], nargs="*", default=["road", "hall"]
    )
    parser.add_argument("--seconds", type=float, default=10, help="of each load of the road")
    parser.add_argument("--conversations", type=int, default=1_000_000, help="in the hall, ten messages each")
    parser.add_argument("--rows", type=int, default=100_000, help="conversations of the list in the browser")
    parser.add_argument("--messages", type=int, default=200_000, help="to search through")
    parser.add_argument("--explain", action="store_true", help="print the plans of a search")
    asked = parser.parse_args()
    if "road" in asked.what:
        _show("road", figures := road.measure(asked.seconds), _road_rows(figures))
    if "profile" in asked.what:
        _show("profile", figures := profile.measure(), _profile_rows(figures))
    if "hall" in asked.what:
        _show("hall", figures := hall.measure(asked.conversations), _hall_rows(figures))
    if "web" in asked.what:
        _show("web", figures := screen.measure(asked.rows), _web_rows(figures))
    if "search" in asked.what:
        figures = archive.measure(asked.messages, explain=asked.explain)
        _show("search", figures, _search_rows(figures))


def _show(name: str, figures: dict[str, Any], rows: Sequence[Row]) -> None:
    sys.stdout.write(json.dumps({"bench": name, **figures}, ensure_ascii=False) + "\n\n")
    width = max(len(row[0]) for row in rows)
    sys.stdout.writelines(f"{title:<{width}}  {value:>24}  {goal}\n" for title, value, goal in rows)
    sys.stdout.write("\n")
    sys.stdout.flush()


def _road_rows(figures: dict[str, Any]) -> list[Row]:
    full, half, push = figures["full"], figures["half"], figures["push"]
    return [
        ("this machine: `select 1` by pgbench, one connection", f"{figures['round_trips_per_s']} /s", ""),
        ("hook calls, durable and recorded as messages", f"{full['per_s']} /s", "target ≥ 6000"),
        ("  answer p50 / p99 at full load", f"{full['p50']} / {full['p99']} ms", ""),
        ("  refused", str(full["refused"]), "0"),
        ("  CPU a call, Python / PostgreSQL", f"{figures['python_us']} / {figures['postgres_us']} µs", ""),
        ("the same SQL by pgbench alone, one connection", f"{figures['ceiling_per_s']} /s", ""),
        (
            f"  ratio, the middle one of {', '.join(f'{ratio:.0%}' for ratio in figures['ratios'])}",
            f"{figures['ratio']:.0%}",
            "target ≥ 60 %",
        ),
        (f"answer p50 / p99 at half load ({half['per_s']} /s)", f"{half['p50']} / {half['p99']} ms", "target p99 < 50"),
        (
            "hook → another process's socket p50 / p99 at 200 /s",
            f"{push.get('p50')} / {push.get('p99')} ms",
            "target p99 < 20",
        ),
        ("  arrived", f"{push['arrived']} of {push['sent']}", "all"),
    ]


def _profile_rows(figures: dict[str, Any]) -> list[Row]:
    rows: list[Row] = []
    for title, found in figures.items():
        rows.append((title, "µs a message", ""))
        rows += [(f"  {name[:90]}", str(spent), "") for name, spent in found.items()]
    return rows


def _hall_rows(figures: dict[str, Any]) -> list[Row]:
    head = ("over the API, one call at a time", "p50 / p95 / p99 ms", f"{figures['messages']:,} messages")
    rows = [
        (name, f"{found['p50']} / {found['p95']} / {found['p99']}", _hall_goal(name))
        for name, found in figures.items()
        if isinstance(found, dict)
    ]
    return [head, *rows]


def _search_rows(figures: dict[str, Any]) -> list[Row]:
    head = ("over the API, one call at a time", "p50 / p95 ms", f"{figures['messages']:,} messages")
    rows = [
        (
            name,
            f"{found['p50']} / {found['p95']}",
            _search_goal(name)
            + (f", {found['found']} found" if "found" in found else "")
            + (f", {found['refused']} refused" if "refused" in found else ""),
        )
        for name, found in figures.items()
        if isinstance(found, dict)
    ]
    return [head, *rows]


def _web_rows(figures: dict[str, Any]) -> list[Row]:
    fresh, slowed, again = (
        min(figures[name], key=lambda found: found["ready"]) for name in ("open", "open slowed", "open again")
    )
    thread, scroll, nothing = figures["thread"], figures["scroll"], figures["nothing"]
    near = figures["neighbour"]
    return [
        ("this machine: fib(32) in the browser", f"{figures['speed']} ms", ""),
        (
            "opening the desk: rows shown / ready, best of three",
            f"{fresh['rows']} / {fresh['ready']} ms",
            "",
        ),
        ("  CPU of the page, scripts of it", f"{fresh['busy']} / {fresh['script']} ms", ""),
        ("  at 4x CPU slow-down", f"{slowed['rows']} / {slowed['ready']} ms", "target 2500"),
        ("opening it again", f"{again['rows']} / {again['ready']} ms", ""),
        ("  CPU of the page, scripts of it", f"{again['busy']} / {again['script']} ms", ""),
        ("opening a thread of 50,000, p50 / p95", f"{thread['p50']} / {thread['p95']} ms", "target < 300"),
        ("  the first time", f"{thread['first']} ms", ""),
        ("the next conversation by its key, p50 / p95", f"{near['p50']} / {near['p95']} ms", "target < 100"),
        ("frames while scrolling, p50 / p95", f"{scroll['p50']} / {scroll['p95']} ms", "target 16.7"),
        ("  rows passed, elements in the list", f"{scroll['rows']} / {scroll['nodes']}", ""),
        ("frames of an empty page, 50 messages/s beside it, p95", f"{nothing['p95']} ms", ""),
        *(_update_row(title, figures[title]) for title in ("updates", "updates, waiting first")),
    ]


def _update_row(title: str, found: dict[str, Any]) -> Row:
    said = f"frames with 50 {title}, p50 / p95 / share of CPU"
    return said, f"{found['p50']} / {found['p95']} ms / {found['busy']:.0%}", "target p95 ≤ 20"


def _search_goal(name: str) -> str:
    return "target p95 < 300" if name.startswith("open") else "target p95 < 200"


def _hall_goal(name: str) -> str:
    if name.startswith("list"):
        return "target p95 < 5"
    return "target p95 < 10" if name.startswith("open") else ""


if __name__ == "__main__":
    main()
