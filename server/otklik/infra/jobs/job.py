"""What a job is."""

import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct, field

LANES = 64
_encoder = msgspec.json.Encoder()


class Job(Struct, frozen=True, kw_only=True):
    """Work to be done after the commit, at least once, `delay_s` seconds from now.

    Jobs with the same `key` run one at a time in the order they became due; `lane_key` (default: `key`) chooses the
    worker. A job with a `unique_key` exists once per kind: deferring it again moves it to the earlier time.
    """

    workspace_id: int
    kind: str
    key: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    lane_key: str = ""
    unique_key: str | None = None
    delay_s: float = 0.0
    max_attempts: int = 12


def lane_of(key: str) -> int:
    """Return the lane of a key; stable across processes and releases."""
    return zlib.crc32(key.encode()) % LANES


def encode_jobs(jobs: Sequence[Job]) -> str:
    """Encode jobs as the one JSON parameter of the flush statement; of equal unique keys the earliest stays."""
    chosen: dict[tuple[str, str], Job] = {}
    for number, job in enumerate(jobs):
        place = (job.kind, job.unique_key if job.unique_key is not None else f"#{number}")
        if place not in chosen or job.delay_s < chosen[place].delay_s:
            chosen[place] = job
    rows = [
        {
            "workspace_id": job.workspace_id,
            "lane": lane_of(job.lane_key or job.key),
            "key": job.key,
            "kind": job.kind,
            "unique_key": job.unique_key,
            "payload": job.payload,
            "delay": job.delay_s,
            "max_attempts": job.max_attempts,
        }
        for job in chosen.values()
    ]
    return _encoder.encode(rows).decode()
