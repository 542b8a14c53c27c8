import asyncio
import threading
import time
from typing import Any

import pytest

from otklik.channelkit.channel import ChannelContext, PollBatch
from otklik.channelkit.errors import BadSignature, ChannelTrouble
from otklik.channelkit.inbound import HookCall, MessageReceived
from otklik.channelkit.outbound import OutboundMessage, Sent
from otklik.channels.email import imap, poller
from otklik.channels.email.channel import EmailChannel
from otklik.channels.email.poller import Cursor
from otklik.kit.http import HttpAnswer
from tests.channels.email.letters import HEAD, message, plain
from tests.channels.email.servers import (
    NoHttp,
    Notes,
    Proxy,
    Pymap,
    Smtp,
    first_batches,
    free_port,
    make_channel,
    make_context,
    make_settings,
    until,
)


def _letter(number: int) -> str:
    return plain(f"Письмо {number}").replace("<a1@", f"<a{number}@")


def _context(server: Pymap | int, **changes: Any) -> ChannelContext:
    port = server if isinstance(server, int) else server.port
    return make_context(make_settings(port, free_port(), **changes))


def _texts(channel: EmailChannel, context: ChannelContext, batches: list[PollBatch]) -> list[str]:
    read = [channel.parse(call, context.settings)[0] for batch in batches for call in batch.calls]
    return [one.content.text for one in read if isinstance(one, MessageReceived)]


async def _collect(
    context: ChannelContext, cursor: Any, letters: int, channel: EmailChannel | None = None
) -> list[PollBatch]:
    channel = channel or make_channel(idle_s=3)
    line = await channel.open_poller(context)
    try:
        return await first_batches(line.batches(cursor), letters)
    finally:
        await line.close()


@pytest.fixture
def idling(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Is set once the server waits with us: a letter that comes a moment before is not pushed by pymap."""
    begun, begin = threading.Event(), imap.Client.begin_idle

    def begin_and_tell(client: imap.Client) -> bytes:
        tag = begin(client)
        begun.set()
        return tag

    monkeypatch.setattr(imap.Client, "begin_idle", begin_and_tell)
    return begun


async def test_a_first_connection_takes_only_what_comes_now(pymap: Pymap, idling: threading.Event) -> None:
    pymap.put(_letter(1))
    channel, context = make_channel(idle_s=300), _context(pymap)
    line = await channel.open_poller(context)
    seen: list[PollBatch] = []

    async def poll() -> None:
        async for batch in line.batches({}):
            seen.append(batch)  # noqa: PERF401 - the test looks while it goes on

    task = asyncio.create_task(poll())
    await until(idling.is_set, 60)
    await asyncio.to_thread(pymap.put, _letter(2))
    await until(lambda: any(batch.calls for batch in seen), 60)  # pushed: the next look is 300 s away
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await line.close()
    assert _texts(channel, context, seen) == ["Письмо 2"]
    call = next(call for batch in seen for call in batch.calls)
    assert call.polled
    assert set(call.headers) == {"uid", "uidvalidity", "internaldate", "folder"}


async def test_what_comes_between_connecting_and_the_first_look_is_taken(pymap: Pymap, smtp: Smtp) -> None:
    await asyncio.to_thread(pymap.put, _letter(1))
    channel, context = make_channel(), make_context(make_settings(pymap.port, smtp.port))
    report = await channel.connect(context)
    assert report.ok, report.checks
    assert report.cursor is not None
    await asyncio.to_thread(pymap.put, _letter(2))
    assert _texts(channel, context, await _collect(context, report.cursor, 1, channel)) == ["Письмо 2"]


async def test_a_connection_that_reads_past_days_first_begins_at_no_place(pymap: Pymap, smtp: Smtp) -> None:
    report = await make_channel().connect(make_context(make_settings(pymap.port, smtp.port, import_days=3)))
    assert report.ok
    assert report.cursor is None


async def test_what_came_while_we_were_away_is_read_once(pymap: Pymap) -> None:
    channel, context = make_channel(), _context(pymap)
    (start,) = await _collect(context, {}, 0, channel)
    for number in range(25):
        await asyncio.to_thread(pymap.put, _letter(number))
    batches = await _collect(context, start.cursor, 25, channel)
    assert [len(batch.calls) for batch in batches] == [20, 5]
    assert _texts(channel, context, batches) == [f"Письмо {n}" for n in range(25)]
    again = await _collect(context, batches[0].cursor, 5, channel)
    assert _texts(channel, context, again) == [f"Письмо {n}" for n in range(20, 25)]
    await asyncio.to_thread(pymap.put, _letter(99))
    assert _texts(channel, context, await _collect(context, again[-1].cursor, 1, channel)) == ["Письмо 99"]


async def test_letters_another_client_has_read_are_read_too(pymap: Pymap) -> None:
    context = _context(pymap)
    (start,) = await _collect(context, {}, 0)
    pymap.put(_letter(1))
    pymap.client.select("INBOX")
    pymap.client.store("1:*", "+FLAGS", "\\Seen")
    assert len(await _collect(context, start.cursor, 1)) == 1


async def test_old_letters_are_imported_when_asked(pymap: Pymap) -> None:
    pymap.put(_letter(1))
    channel, context = make_channel(), _context(pymap, import_days=2)
    batches = await _collect(context, {}, 1, channel)
    assert _texts(channel, context, batches) == ["Письмо 1"]


async def test_a_new_uidvalidity_reads_the_days_again_under_the_same_keys(pymap: Pymap) -> None:
    channel, context = make_channel(), _context(pymap)
    (start,) = await _collect(context, {}, 0, channel)
    pymap.put(_letter(1))
    first = await _collect(context, start.cursor, 1, channel)
    stored = first[-1].cursor
    pymap.stop()
    await asyncio.to_thread(pymap.start)
    await asyncio.to_thread(pymap.empty)
    for number in (1, 2):
        await asyncio.to_thread(pymap.put, _letter(number))
    line = await channel.open_poller(context)
    found = []
    async for batch in line.batches(stored):
        found.append(batch)
        if batch.cursor != stored:
            break
    await line.close()
    assert found[-1].cursor["uidvalidity"] != stored["uidvalidity"]
    keys = {channel.parse(call, context.settings)[0].key for batch in found for call in batch.calls}
    old = channel.parse(first[-1].calls[0], context.settings)[0].key
    assert old in keys
    assert len(keys) == 2


async def test_a_letter_too_large_comes_as_its_headers(pymap: Pymap, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poller, "LETTER_MAX_BYTES", 2000)
    channel, context = make_channel(), _context(pymap)
    (start,) = await _collect(context, {}, 0, channel)
    pymap.put(plain("x" * 5000))
    pymap.put(_letter(2))
    batches = await _collect(context, start.cursor, 2, channel)
    large, small = [channel.parse(call, context.settings)[0] for batch in batches for call in batch.calls]
    assert isinstance(large, MessageReceived)
    assert (large.content.note, large.content.attachments[0].reason) == ("too_large", "too_large")
    assert large.content.mail is not None
    assert large.content.mail.subject == "order"
    assert isinstance(small, MessageReceived)
    assert small.content.text == "Письмо 2"


async def test_a_wrong_password_asks_for_a_person(pymap: Pymap) -> None:
    with pytest.raises(ChannelTrouble) as refused:
        await make_channel().open_poller(_context(pymap, imap_password="wrong"))
    assert refused.value.stop
    assert refused.value.retry_after_s >= 60
    assert "wrong" not in str(refused.value)


async def test_a_missing_folder_asks_for_a_person(pymap: Pymap) -> None:
    with pytest.raises(ChannelTrouble) as refused:
        await _collect(_context(pymap, imap_folder="Нет такой"), {}, 1)
    assert refused.value.stop


async def test_a_server_that_is_away_is_tried_again() -> None:
    with pytest.raises(ChannelTrouble) as refused:
        await make_channel().open_poller(_context(free_port()))
    assert not refused.value.stop


async def test_servers_inside_are_refused_unless_allowed(pymap: Pymap) -> None:
    with pytest.raises(ChannelTrouble) as refused:
        await EmailChannel().open_poller(_context(pymap))
    assert refused.value.stop


async def test_starttls_that_is_not_offered_is_refused(pymap: Pymap) -> None:
    with pytest.raises(ChannelTrouble):
        await make_channel().open_poller(_context(pymap, imap_security="starttls"))


async def test_an_idle_line_that_died_silently_is_noticed(pymap: Pymap, monkeypatch: pytest.MonkeyPatch) -> None:
    async with Proxy(pymap.port) as proxy:
        line = await make_channel(idle_s=1.5).open_poller(_context(proxy.port))
        batches = line.batches({})
        await anext(batches)
        monkeypatch.setattr(imap, "COMMAND_TIMEOUT_S", 2.0)
        line._line.session._client.sock.settimeout(2.0)  # noqa: SLF001 - a test may be impatient
        waiting = asyncio.ensure_future(anext(batches))
        await asyncio.sleep(0.5)
        proxy.frozen.set()
        with pytest.raises(ChannelTrouble) as broken:
            await asyncio.wait_for(waiting, 30)
        assert not broken.value.stop
        await line.close()


async def test_a_line_cut_inside_a_letter_gives_no_half_letter(pymap: Pymap) -> None:
    channel, context = make_channel(), _context(pymap)
    (start,) = await _collect(context, {}, 0, channel)
    await asyncio.to_thread(pymap.put, plain("большое письмо " * 30_000))
    async with Proxy(pymap.port) as proxy:
        proxy.cut_after = 200_000
        with pytest.raises(ChannelTrouble):
            await _collect(_context(proxy.port), start.cursor, 1, channel)
    batches = await _collect(context, start.cursor, 1, channel)
    (text,) = _texts(channel, context, batches)
    assert len(text) == 100_000


async def test_closing_wakes_a_waiting_line(pymap: Pymap) -> None:
    line = await make_channel(idle_s=300).open_poller(_context(pymap))
    batches = line.batches({})
    await anext(batches)
    waiting = asyncio.ensure_future(anext(batches))
    await asyncio.sleep(0.5)
    begun = time.monotonic()
    await line.close()
    with pytest.raises(ChannelTrouble):
        await asyncio.wait_for(waiting, 10)
    assert time.monotonic() - begun < 8


async def test_a_quiet_folder_is_looked_at_all_the_same(pymap: Pymap, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap.Session, "capabilities", frozenset())
    channel, context = make_channel(idle_s=1), _context(pymap)
    line = await channel.open_poller(context)
    batches = line.batches({})
    await anext(batches)
    waiting = asyncio.ensure_future(anext(batches))
    await asyncio.to_thread(pymap.put, _letter(5))
    batch = await asyncio.wait_for(waiting, 20)
    await line.close()
    assert _texts(channel, context, [batch]) == ["Письмо 5"]


async def test_a_copy_of_a_sent_letter_is_kept(pymap: Pymap, smtp: Smtp) -> None:
    channel = make_channel()
    context = make_context(make_settings(pymap.port, smtp.port, append_sent=True, sent_folder="Sent"))
    outbound = OutboundMessage(
        message_id=7, conversation_id=81, recipient="vera@customer.example", text="Заказ в пути."
    )
    before = pymap.count("Sent")
    (part,) = channel.render(outbound, context.settings)
    assert isinstance(await channel.send(part, context), Sent)
    await channel.settle()
    assert pymap.count("Sent") == before + 1


async def test_a_copy_that_cannot_be_kept_harms_nothing(smtp: Smtp) -> None:
    channel = make_channel()
    context = make_context(make_settings(free_port(), smtp.port, append_sent=True))
    outbound = OutboundMessage(message_id=7, conversation_id=81, recipient="vera@customer.example", text="x")
    (part,) = channel.render(outbound, context.settings)
    assert isinstance(await channel.send(part, context), Sent)
    await channel.settle()
    assert isinstance(context.log, Notes)
    assert any(line.startswith("- imap append") for line in context.log.lines)


async def test_the_test_of_a_mailbox_names_each_step(pymap: Pymap, smtp: Smtp) -> None:
    report = await make_channel().test(make_context(make_settings(pymap.port, smtp.port)))
    assert report.ok
    assert report.account is not None
    assert report.account.id == "demouser@shop.example"
    names = ["imap", "imap_login", "folder", "idle", "smtp", "smtp_tls", "smtp_login", "size"]
    assert [check.name for check in report.checks] == names
    assert all(check.detail.ru and check.detail.en for check in report.checks)


@pytest.mark.parametrize(
    ("changes", "failed"),
    [
        ({"imap_password": "wrong"}, "imap_login"),
        ({"smtp_password": "wrong"}, "smtp_login"),
        ({"imap_folder": "Nowhere"}, "folder"),
        ({"imap_host": "bad host"}, "settings"),
        ({"smtp_security": "starttls"}, "smtp"),
    ],
)
async def test_the_test_shows_what_is_wrong(pymap: Pymap, smtp: Smtp, changes: dict[str, Any], failed: str) -> None:
    report = await make_channel().test(make_context(make_settings(pymap.port, smtp.port, **changes)))
    assert [check.name for check in report.checks if not check.ok] == [failed]


async def test_an_access_token_is_asked_once_and_a_refusal_stops() -> None:
    changes = {
        "login": "oauth",
        "oauth_client_id": "c",
        "oauth_client_secret": "client-secret",
        "oauth_refresh_token": "refresh-me",
        "oauth_token_url": "https://login.example/token",
        "oauth_scope": "mail",
    }
    http = NoHttp()
    http.answers.append(HttpAnswer(200, {}, b'{"access_token": "tok", "expires_in": 3600}'))
    context = make_context(make_settings(free_port(), free_port(), **changes), http)
    channel = make_channel()
    for _ in range(2):
        with pytest.raises(ChannelTrouble):
            await channel.open_poller(context)
    assert len(http.requests) == 1
    assert http.requests[0].body == (
        b"client_id=c&client_secret=client-secret&grant_type=refresh_token&refresh_token=refresh-me&scope=mail"
    )
    http.answers.append(HttpAnswer(400, {}, b'{"error": "invalid_grant"}'))
    with pytest.raises(ChannelTrouble) as refused:
        await make_channel().open_poller(context)
    assert refused.value.stop
    assert "invalid_grant" in str(refused.value)


async def test_only_fetched_letters_are_genuine() -> None:
    channel = make_channel()
    channel.verify(HookCall(body=b"", polled=True), {}, "")
    with pytest.raises(BadSignature):
        channel.verify(HookCall(body=HEAD.encode()), {}, "secret")


def test_a_cursor_that_makes_no_sense_is_none() -> None:
    assert Cursor.read({"uidvalidity": "x"}) == Cursor()
    assert Cursor.read({"update_id": 5, "uidvalidity": 3}) == Cursor(uidvalidity=3)
    assert message(_letter(3)).message_id == "a3@customer.example"
