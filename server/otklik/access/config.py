"""What this room must know of the installation, its tools, and what it keeps in memory: limits and hashing."""

from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from msgspec import Struct

from otklik.access.passwords import Passwords
from otklik.access.schemas import ShownChannel
from otklik.infra.db import Database
from otklik.infra.files import FileStore
from otklik.kit.addresses import Network
from otklik.kit.rate import TokenBuckets
from otklik.kit.secrets import Keyring

PhotoLink = Callable[[int, int, str | None], str | None]
"""Makes the address of an operator's photo from the workspace, the operator and the key of the file."""


def no_photo(_workspace_id: int, _operator_id: int, _key: str | None) -> None:
    """Show nobody's photo."""


class AccessSettings(Struct, frozen=True, kw_only=True):
    """Facts of the installation. `address` is where people reach us, without a final slash."""

    address: str
    trusted_proxies: Sequence[Network] = ()
    other_origins: Sequence[str] = ()
    file_max_bytes: int = 50 * 1024 * 1024
    files_per_message: int = 10
    text_max: int = 20_000
    undo_seconds: int = 5

    @property
    def secure(self) -> bool:
        """Whether people reach us over https."""
        return urlsplit(self.address).scheme == "https"

    @property
    def cookie_name(self) -> str:
        """The name of the session cookie; by its prefix browsers take it from this very host over https only."""
        return "__Host-otklik_session" if self.secure else "otklik_session"


class SignInLimits:
    """How often a password may be tried.

    An account meets a limit per network and a wider one over all networks. Networks from which the account has signed
    in before do not share the wider one, so a stranger's guessing cannot lock a person out of the usual place.
    """

    def __init__(self) -> None:
        self.per_pair = TokenBuckets(8, 10 * 60)
        self.per_network = TokenBuckets(40, 10 * 60)
        self.per_account = TokenBuckets(40, 30 * 60)
        self.per_link = TokenBuckets(30, 10 * 60)
        self.known = TokenBuckets(1, 30 * 24 * 3600)
        self.per_code = TokenBuckets(10, 3600)
        self.photos = TokenBuckets(10, 10 * 60)


class AccessTools(Struct, frozen=True, kw_only=True):
    """What the room works with.

    The keys for secrets, the store of files, who makes addresses of photos, how the channels look.
    """

    keyring: Keyring
    files: FileStore
    photo_link: PhotoLink = no_photo
    channels: Sequence[ShownChannel] = ()


class Access:
    """The room's state in one process; the wiring makes one and hands it to the API as `state["access"]`."""

    def __init__(
        self, db: Database, settings: AccessSettings, tools: AccessTools, passwords: Passwords | None = None
    ) -> None:
        self.db = db
        self.settings = settings
        self.tools = tools
        self.passwords = passwords or Passwords()
        self.limits = SignInLimits()
