"""Reads a mailbox for ever: what is new after the cursor, then waits for the server to tell of more.

The cursor is (UIDVALIDITY, last UID, day of the newest letter). It never depends on flags: people read the mailbox
too. When UIDVALIDITY changes all UIDs are void, and the days around the last letter are read again; the key of
each letter makes a second reading harmless.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, ParamSpec, TypeVar

import msgspec
from msgspec import Struct

from otklik.channelkit.channel import ChannelContext, PollBatch
from otklik.channelkit.errors import ChannelTrouble
from otklik.channelkit.guard import AddressRefused, Guard
from otklik.channelkit.inbound import HookCall
from otklik.channels.email.dial import dial, tls_context
from otklik.channels.email.dkim_check import signing_domains
from otklik.channels.email.imap import TROUBLES, Listed, LoginRefused, NoFolder, Place, Session, log_in
from otklik.channels.email.mailthread import MailThread
from otklik.channels.email.manifest import LETTER_MAX_BYTES
from otklik.channels.email.settings import Mailbox, read_settings
from otklik.kit.clock import utc_now

P = ParamSpec("P")
T = TypeVar("T")

IDLE_S: Final = 300.0
_BATCH_LETTERS: Final = 20
_BATCH_BYTES: Final = 8 * 1024 * 1024
_OVERLAP: Final = timedelta(days=2)
_UNKNOWN_WINDOW: Final = timedelta(days=14)
_RECONNECT_S: Final = 15.0


class Cursor(Struct, frozen=True, omit_defaults=True):
    """How far the folder was read; `newest` is the day of the newest letter seen."""

    uidvalidity: int = 0
    last_uid: int = 0
    newest: date | None = None
    folder: str = ""

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Cursor":
        """Read a stored cursor; one that makes no sense is as good as none."""
        try:
            return msgspec.convert(dict(stored), cls)
        except msgspec.ValidationError:
            return cls()

    @classmethod
    def at_end_of(cls, folder: str, place: Place) -> "Cursor":
        """Return the cursor after everything that is in a folder now."""
        return cls(uidvalidity=place.uidvalidity, last_uid=place.uidnext - 1, folder=folder)

    def after(self, item: Listed) -> "Cursor":
        """Return the cursor moved over a letter."""
        newest = max(filter(None, (self.newest, item.arrived.date() if item.arrived else None)), default=None)
        return msgspec.structs.replace(self, last_uid=max(self.last_uid, item.uid), newest=newest)


class Line(Struct, frozen=True, kw_only=True):
    """A logged-in connection and its thread."""

    session: Session
    thread: MailThread

    async def hang_up(self) -> None:
        """Close both."""
        await self.thread.hang_up(self.session)


async def open_line(box: Mailbox, guard: Guard, token: str = "", tls: Callable[[], Any] = tls_context) -> Line:
    """Dial and log in. Raises ChannelTrouble; a refused login asks a person to look."""
    try:
        connection = await dial(box.imap, guard)
    except AddressRefused as error:
        raise ChannelTrouble(str(error), stop=True) from error
    except OSError as error:
        raise ChannelTrouble(f"IMAP: {error}", retry_after_s=_RECONNECT_S) from error
    thread = MailThread(connection)
    try:
        session = await thread.run(log_in, box.imap, connection, token, tls=tls)
    except LoginRefused as error:
        await thread.hang_up()
        raise ChannelTrouble(f"IMAP login was refused: {error}", stop=not error.later, retry_after_s=60) from error
    except TROUBLES as error:
        await thread.hang_up()
        raise ChannelTrouble(f"IMAP: {error}", retry_after_s=_RECONNECT_S) from error
    except BaseException:
        await thread.hang_up()
        raise
    return Line(session=session, thread=thread)


def _chunks(items: Sequence[Listed]) -> list[list[Listed]]:
    chunks: list[list[Listed]] = [[]]
    for item in items:
        full = sum(min(other.size, LETTER_MAX_BYTES) for other in chunks[-1]) + item.size > _BATCH_BYTES
        if chunks[-1] and (full or len(chunks[-1]) >= _BATCH_LETTERS):
            chunks.append([])
        chunks[-1].append(item)
    return [chunk for chunk in chunks if chunk]


class MailPoller:
    """One open line to a mailbox."""

    def __init__(self, line: Line, context: ChannelContext, *, idle_s: float = IDLE_S) -> None:
        self._line = line
        self._box = read_settings(context.settings, secret=context.hook_secret, domain_id=context.domain_id)
        self._log = context.log
        self._wait_s = min(idle_s, self._box.poll_minutes * 60.0)
        self._pushes = "IDLE" in line.session.capabilities
        self._closed = asyncio.Event()

    async def batches(self, cursor: Mapping[str, Any]) -> AsyncIterator[PollBatch]:
        """Yield new letters for ever. Raises ChannelTrouble when the line breaks."""
        place = await self._select()
        at = Cursor.read(cursor)
        while True:
            if at.uidvalidity != place.uidvalidity or at.folder != self._box.folder:
                async for moved, batch in self._begin(at, place):
                    yield batch
                    at = moved
            for chunk in _chunks(await self._do(self._line.session.list_after, at.last_uid)):
                calls = await self._fetch(chunk, place)
                for item in chunk:
                    at = at.after(item)
                yield PollBatch(calls=calls, cursor=msgspec.to_builtins(at))
            if not await self._news():
                place = await self._select()

    async def close(self) -> None:
        """Hang up."""
        self._closed.set()
        await self._line.hang_up()

    async def _begin(self, old: Cursor, place: Place) -> AsyncIterator[tuple[Cursor, PollBatch]]:
        """Start a folder, or start it anew: read the days that count, then stand at its end."""
        at = Cursor(uidvalidity=place.uidvalidity, newest=old.newest, folder=self._box.folder)
        first_day = self._first_day(old)
        items = await self._do(self._line.session.list_since, first_day) if first_day else []
        for chunk in _chunks(items):
            calls = await self._fetch(chunk, place)
            for item in chunk:
                at = at.after(item)
            yield at, PollBatch(calls=calls, cursor=msgspec.to_builtins(old))
        at = msgspec.structs.replace(at, last_uid=max(at.last_uid, place.uidnext - 1))
        yield at, PollBatch(calls=(), cursor=msgspec.to_builtins(at))

    def _first_day(self, old: Cursor) -> date | None:
        today = utc_now().date()
        if old.uidvalidity and old.folder == self._box.folder:
            return (old.newest or today - _UNKNOWN_WINDOW) - _OVERLAP
        return today - timedelta(days=self._box.import_days) if self._box.import_days else None

    async def _select(self) -> Place:
        try:
            return await self._do(self._line.session.select, self._box.folder)
        except NoFolder as error:
            raise ChannelTrouble(f"the folder {self._box.folder!r} cannot be opened: {error}", stop=True) from error

    async def _fetch(self, chunk: Sequence[Listed], place: Place) -> tuple[HookCall, ...]:
        small = [item.uid for item in chunk if item.size <= LETTER_MAX_BYTES]
        raw = await self._fetch_all(small)
        calls = []
        for item in chunk:
            left_out = "too_large" if item.size > LETTER_MAX_BYTES else ""
            body = raw.get(item.uid)
            if body is None:
                if not left_out and not await self._do(self._line.session.exists, item.uid):
                    continue
                left_out = left_out or "unavailable"
                body = await self._fetch_headers(item.uid)
            calls.append(await self._call(item, place, body, left_out))
        return tuple(calls)

    async def _fetch_all(self, uids: Sequence[int]) -> dict[int, bytes]:
        """Fetch together, and one by one when the server refuses: one rotten letter must not stop the others."""
        if not uids:
            return {}
        try:
            found = await self._try(self._line.session.fetch, uids)
        except ChannelTrouble:
            raise
        except TROUBLES:
            found = {}
        for uid in uids:
            if uid not in found:
                found |= await self._fetch_one(uid)
        return found

    async def _fetch_one(self, uid: int) -> dict[int, bytes]:
        try:
            return await self._try(self._line.session.fetch, (uid,))
        except TROUBLES as error:
            self._log.note("imap fetch", ok=False, detail=f"letter {uid}: {error}"[:200])
            return {}

    async def _fetch_headers(self, uid: int) -> bytes:
        try:
            return (await self._try(self._line.session.fetch, (uid,), headers_only=True)).get(uid, b"")
        except TROUBLES:
            return b""

    async def _call(self, item: Listed, place: Place, body: bytes, left_out: str) -> HookCall:
        arrived = item.arrived or utc_now()
        headers = {
            "uid": str(item.uid),
            "uidvalidity": str(place.uidvalidity),
            "internaldate": arrived.isoformat(),
            "folder": self._box.folder,
        }
        if left_out:
            headers |= {"left_out": left_out, "size": str(item.size)}
        elif self._box.check_dkim:
            headers["dkim"] = await asyncio.to_thread(signing_domains, body)
        return HookCall(
            body=body, headers=headers, polled=True, received_at=min(arrived.astimezone(UTC), datetime.now(UTC))
        )

    async def _news(self) -> bool:
        """Wait for news; False after a quiet time, when the folder is opened again to see whether it is the same."""
        if self._pushes:
            return await self._do(self._line.session.wait, self._wait_s)
        try:
            async with asyncio.timeout(self._wait_s):
                await self._closed.wait()
        except TimeoutError:
            return False
        raise ChannelTrouble("the line was closed")

    async def _do(self, call: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
        try:
            return await self._line.thread.run(call, *args, **options)
        except NoFolder:
            raise
        except TROUBLES as error:
            raise _broken(error) from error
        except RuntimeError as error:
            raise ChannelTrouble("the line was closed") from error

    async def _try(self, call: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
        """Like `_do`, but a refusal of the server comes through as it is; a broken line does not."""
        try:
            return await self._line.thread.run(call, *args, **options)
        except TROUBLES as error:
            if isinstance(error, OSError | EOFError) or type(error).__name__ == "abort":
                raise _broken(error) from error
            raise


def _broken(error: BaseException) -> ChannelTrouble:
    return ChannelTrouble(f"IMAP: {str(error) or type(error).__name__}"[:300], retry_after_s=_RECONNECT_S)
