"""Certificate authorities that are trusted beside those of the system, each for the hosts it is named for.

Some providers are certified by an authority that no system trusts, such as a state's own. Whoever runs the
installation names the host and the authority's file; a workspace cannot, and no other host gains by it.
"""

import ssl
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct


class BadAuthority(Exception):
    """A line that names no host and no usable file; the text says what is wrong with it."""


class Authority(Struct, frozen=True):
    """An authority trusted for one host and all that stands below it; `ends` is when its first certificate does."""

    host: str
    context: ssl.SSLContext
    ends: datetime

    def covers(self, host: str) -> bool:
        """Whether the authority is trusted for this host."""
        name = host.lower().rstrip(".")
        return name == self.host or name.endswith(f".{self.host}")


def read_authority(line: str) -> Authority:
    """Read `host=/path/of/file.pem`; raises BadAuthority."""
    host, equals, path = (part.strip() for part in line.partition("="))
    name = host.lower().strip(".")
    if not equals or not path or "." not in name:
        raise BadAuthority(f"{line!r} must look like max.ru=/etc/otklik/authority.pem")
    alone, context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), ssl.create_default_context()
    try:
        for one in (alone, context):
            one.load_verify_locations(cafile=Path(path).expanduser())
        ends = min(ssl.cert_time_to_seconds(str(one["notAfter"])) for one in alone.get_ca_certs())
    except (OSError, ValueError, KeyError) as error:
        raise BadAuthority(f"{path} holds no certificate that can be read: {error}") from error
    return Authority(name, context, datetime.fromtimestamp(ends, UTC))


def read_authorities(lines: Sequence[str]) -> tuple[Authority, ...]:
    """Read several lines; raises BadAuthority."""
    return tuple(read_authority(line) for line in lines)


def find_context(authorities: Sequence[Authority], host: str) -> ssl.SSLContext | None:
    """Return how to trust a host, None when as any other; the closest name counts."""
    covering = [one for one in authorities if one.covers(host)]
    return max(covering, key=lambda one: len(one.host)).context if covering else None
