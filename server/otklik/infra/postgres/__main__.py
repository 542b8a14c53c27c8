"""Runs the embedded database alone until it is told to stop: `python -m otklik.infra.postgres DATA_FOLDER`."""

import signal
import sys
from pathlib import Path

import structlog

from otklik.infra.postgres import EmbeddedPostgres, PostgresError


def main() -> int:
    """Return 0 after a stop, 2 with one line when it cannot start."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    signals = {signal.SIGINT, signal.SIGTERM}
    try:
        with EmbeddedPostgres(Path(sys.argv[1])):
            signal.pthread_sigmask(signal.SIG_BLOCK, signals)
            sys.stdout.write("ready\n")
            sys.stdout.flush()
            signal.sigwait(signals)
    except PostgresError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
