"""The counters and histograms of the house, named once, so that every process shows the same ones."""

from prometheus_client import Counter, Gauge, Histogram

HOOK_CALLS = Counter("otklik_hook_calls", "Hook calls by channel and outcome", ["channel", "outcome"])
HOOK_SECONDS = Histogram(
    "otklik_hook_seconds", "From the first byte of a hook call to its answer",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)  # fmt: skip
INGEST_BATCH = Histogram(
    "otklik_ingest_batch", "Hook calls that shared one commit", buckets=(1, 2, 4, 8, 16, 32, 64, 128)
)
MESSAGES = Counter("otklik_messages", "Messages recorded", ["channel", "direction"])
SENDS = Counter("otklik_sends", "Attempts to send by channel and outcome", ["channel", "outcome"])
JOBS_DONE = Counter("otklik_jobs_done", "Jobs finished", ["kind"])
JOBS_FAILED = Counter("otklik_jobs_failed", "Attempts at jobs that failed", ["kind"])
SOCKETS = Gauge("otklik_sockets", "Open websockets", ["audience"])
EVENT_LAG = Histogram(
    "otklik_event_lag_seconds", "From the commit of an event to its delivery to listeners",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)  # fmt: skip
HTTP_SECONDS = Histogram("otklik_http_seconds", "API requests", ["method", "route", "status"])
