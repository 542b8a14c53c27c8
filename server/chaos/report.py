"""How a run is told: a table for people, one line of JSON for programs, the first violations in words."""

import json
from collections import Counter
from collections.abc import Mapping

from chaos.checker import PROMISES, Kind, Verdict
from chaos.storm import Outcome

_TITLES = {
    "P1": "nothing accepted is lost",
    "P2": "no duplicate in",
    "P3": "no duplicate out",
    "P4": "one order",
    "P6": "nothing is stuck",
    "P8": "screens converge",
    "P9": "every change has its event",
}
_SHOWN = 12


def make_table(title: str, outcome: Outcome, verdict: Verdict) -> str:
    """Return the whole story of a run as text."""
    head = ["", title, *_tell_weather(outcome, verdict), ""]
    columns = f"{'promise':<32}{'checked':>9}" + "".join(f"{kind:>12}" for kind in Kind)
    rows = [_make_row(promise, verdict) for promise in PROMISES]
    told = [f"  {one.promise} {one.kind}: {one.what}" for one in verdict.violations[:_SHOWN]]
    if len(verdict.violations) > _SHOWN:
        told.append(f"  … and {len(verdict.violations) - _SHOWN} more")
    end = ["", "no violation"] if not verdict.violations else ["", "VIOLATIONS", *told]
    return "\n".join([*head, columns, *rows, *end, ""])


def _make_row(promise: str, verdict: Verdict) -> str:
    counts = "".join(f"{verdict.count(promise, kind) or '·':>12}" for kind in Kind)
    return f"{promise} {_TITLES[promise]:<29}{verdict.checked[promise]:>9}{counts}"


def _tell_weather(outcome: Outcome, verdict: Verdict) -> list[str]:
    facts = outcome.facts
    replies = len({one.client_id for one in facts.answered})
    returns, reloads = sum(one.returns for one in facts.screens), sum(one.reloads for one in facts.screens)
    return [
        f"  storm {outcome.storm_s} s, rest {outcome.rest_s} s; kills: {_tell(outcome.kills)}",
        f"  acknowledged: {len(facts.calls)} hook calls, {replies} replies; repeated on purpose: {outcome.repeats}",
        f"  the provider heard {_tell(outcome.calls)}; the operator heard {_tell(outcome.posts)} (0: no answer)",
        f"  moods of the Bot API: {_tell(outcome.moods)}; messages that arrived there: {len(facts.sendings)}",
        f"  uncertain: {verdict.uncertain}, of which {verdict.uncertain_arrived} arrived; failed: {verdict.failed}",
        f"  screens came back {returns} times and were told to reload {reloads} times",
    ]


def _tell(counts: Mapping[str, int] | Mapping[int, int]) -> str:
    return ", ".join(f"{name} × {count}" for name, count in sorted(counts.items(), key=str)) or "none"


def make_line(name: str, seed: int, outcome: Outcome, verdict: Verdict) -> str:
    """Return the run as one line of JSON."""
    counts = Counter((one.promise, str(one.kind)) for one in verdict.violations)
    return json.dumps(
        {
            "chaos": name, "seed": seed, "ok": not verdict.violations, "calls": len(outcome.facts.calls),
            "replies": len({one.client_id for one in outcome.facts.answered}),
            "sent": len(outcome.facts.sendings), "uncertain": verdict.uncertain,
            "uncertain_arrived": verdict.uncertain_arrived, "failed": verdict.failed, "kills": outcome.kills,
            "storm_s": outcome.storm_s, "rest_s": outcome.rest_s, "checked": dict(verdict.checked),
            "lost": _sum(counts, "lost"), "duplicate": _sum(counts, "duplicate"),
            "disordered": _sum(counts, "disordered"),
            "violations": {f"{promise} {kind}": count for (promise, kind), count in sorted(counts.items())},
        }
    )  # fmt: skip


def _sum(counts: Counter[tuple[str, str]], kind: str) -> int:
    return sum(count for (_, found), count in counts.items() if found == kind)
