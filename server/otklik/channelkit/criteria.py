"""The criteria of the three grades, one function each."""

from collections.abc import Sequence
from typing import TypeVar

from msgspec.structs import replace

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.channel import (
    AnswersButtons,
    Edits,
    FetchesFiles,
    ListsTemplates,
    Polls,
    Reacts,
    ShowsTyping,
    ShowsTypingBelow,
    Watches,
)
from otklik.channelkit.content import Button
from otklik.channelkit.errors import BadSettings, BadSignature, UnknownShape
from otklik.channelkit.inbound import (
    ButtonPressed,
    ChatStarted,
    DeliveryReported,
    DeliveryStatus,
    Happening,
    HookCall,
    InboundEvent,
    MessageDeleted,
    MessageEdited,
    MessageReceived,
    ReachChanged,
)
from otklik.channelkit.manifest import Grade
from otklik.channelkit.outbound import ChosenTemplate, SendError, SendErrorKind, Sent
from otklik.channelkit.specimen import CRITERIA, Specimen, Trouble, demand, ensure, perhaps
from otklik.channelkit.templates import find_missing, read_out

Fact = TypeVar("Fact", bound=InboundEvent)
_GARBAGE = (
    b"", b"{", b"null", b"[]", b"{}", b"0", b'"\\u0000"', b"\xff\xfe\x00", b'{"object": null, "entry": 7}',
    b'{"update_id": "x", "message": []}', b"[" * 5000,
)  # fmt: skip


# Bronze -------------------------------------------------------------------------------------------------------


@demand(Grade.BRONZE)
async def _manifest(s: Specimen) -> None:
    manifest = s.channel.manifest
    names = [field.name for field in manifest.fields]
    ensure(manifest.slug.isidentifier() and manifest.slug == manifest.slug.lower(), "the slug is not a plain word")
    ensure(len(names) == len(set(names)), "two fields have one name")
    ensure(all(field.label.ru and field.label.en for field in manifest.fields), "a field has no label")
    ensure(bool(manifest.transports) and manifest.capabilities.text_max > 0, "transport or text_max is missing")
    unknown = manifest.exempt.keys() - {criterion.name for criterion in CRITERIA}
    ensure(not unknown, f"exemptions of unknown criteria: {sorted(unknown)}")


@demand(Grade.BRONZE)
async def _validation(s: Specimen) -> None:
    required = {field.name for field in s.channel.manifest.fields if field.required}
    s.channel.validate(s.context.settings)
    if not required:
        return
    try:
        s.channel.validate({})
    except BadSettings as error:
        named = {fault.field.rpartition(".")[2] for fault in error.errors}
        ensure(required <= named, f"not named: {sorted(required - named)}")
    else:
        raise AssertionError("empty settings are accepted")


@demand(Grade.BRONZE, perhaps)
async def _signature(s: Specimen) -> None:
    secret = s.context.hook_secret
    genuine = s.calls["text"]
    s.channel.verify(genuine, s.context.settings, secret)
    ensure(s.forged is not None, "no forged delivery to try")
    forged = s.forged or genuine
    emptied = {field.name: "" for field in s.channel.manifest.fields if field.kind == "secret"}
    tries = ((forged, s.context.settings, secret), (genuine, {**s.context.settings, **emptied}, ""))
    bare = replace(genuine, headers={}, query="")
    for call, settings, key in (*tries, (bare, s.context.settings, "")):
        try:
            s.channel.verify(call, settings, key)
        except BadSignature:
            continue
        raise AssertionError("a delivery that proves nothing is accepted")


@demand(Grade.BRONZE)
async def _text_in(s: Specimen) -> None:
    message = _only(s.parsed("text"), MessageReceived)
    ensure(bool(message.content.text and message.sender.external_id and message.message_id), "text or ids are missing")
    ensure(message.sent_at.utcoffset() is not None, "the time has no zone")


@demand(Grade.BRONZE)
async def _idempotence(s: Specimen) -> None:
    owners: dict[str, str] = {}
    for name, call in s.calls.items():
        once = s.channel.parse(call, s.context.settings)
        ensure(list(once) == list(s.channel.parse(call, s.context.settings)), f"{name} reads differently twice")
        for happening in once:
            ensure(bool(happening.key), f"{name} has a fact without a key")
            owner = owners.setdefault(happening.key, name)
            ensure(owner == name, f"{owner} and {name} share the key {happening.key!r}")


@demand(Grade.BRONZE)
async def _tolerance(s: Specimen) -> None:
    for body in _GARBAGE:
        try:
            s.channel.parse(HookCall(body=body), s.context.settings)
        except UnknownShape:
            continue


@demand(Grade.BRONZE, lambda c: not c.kinds_out)
async def _text_out(s: Specimen) -> None:
    text = "Здравствуйте, это Otklik 👋"
    sent = await s.send_one(s.message(text))
    ensure(bool(sent.external_id), "no id came back")
    ensure(s.peer.texts()[-1:] == [text], f"the person sees {s.peer.texts()[-1:]}")


@demand(Grade.BRONZE, lambda c: not c.kinds_out)
async def _long_text(s: Specimen) -> None:
    words = [f"слово{number}" for number in range(s.channel.manifest.capabilities.text_max // 5)]
    message = s.message(" ".join(words))
    render = s.channel.render
    ensure(render(message, s.context.settings) == render(message, s.context.settings), "rendering is not repeatable")
    results = await s.send(message)
    ensure(all(isinstance(result, Sent) for result in results), f"a part was refused: {results[-1]}")
    arrived = [word for text in s.peer.texts() for word in text.split() if word.startswith("слово")]
    ensure(arrived == words, "words are lost, cut or out of order")


@demand(Grade.BRONZE, perhaps)
async def _credentials(s: Specimen) -> None:
    good = await s.channel.test(s.context)
    ensure(good.ok and good.account is not None, f"good settings do not pass: {good.checks}")
    bad = await s.channel.test(replace(s.context, settings=s.bad_settings))
    ensure(not bad.ok, "bad settings pass")
    for check in (*good.checks, *bad.checks):
        ensure(bool(check.detail.ru and check.detail.en), f"the check {check.name} has no words")


@demand(Grade.BRONZE, perhaps)
async def _connecting(s: Specimen) -> None:
    for _ in range(2):
        report = await s.channel.connect(s.context)
        ensure(report.ok, f"connecting fails: {report.checks}")
    await s.channel.disconnect(s.context)
    s.peer.play(Trouble.UNPLUGGED)
    await s.channel.disconnect(s.context)


# Silver -------------------------------------------------------------------------------------------------------


@demand(Grade.SILVER, lambda c: set(c.kinds_in) <= {Kind.TEXT, Kind.MAIL})
async def _media_in(s: Specimen) -> None:
    message = _only(s.parsed("image"), MessageReceived)
    ensure(bool(message.content.attachments), "no attachment")
    attachment = message.content.attachments[0]
    if attachment.data is None:
        ensure(isinstance(s.channel, FetchesFiles), "attachments cannot be fetched")
        assert isinstance(s.channel, FetchesFiles)  # noqa: S101 - just ensured
        fetched = await s.channel.fetch_file(attachment, s.context)
        ensure(bool(fetched.data), "the fetched file is empty")


@demand(Grade.SILVER, lambda c: c.file_max_bytes == 0)
async def _media_out(s: Specimen) -> None:
    results = await s.send(replace(s.message("с подписью"), files=(s.file,)))
    ensure(all(isinstance(result, Sent) for result in results), f"refused: {results}")
    ensure(s.peer.files() == 1 and "с подписью" in s.peer.texts(), "file or caption did not arrive")


@demand(Grade.SILVER, lambda c: not c.delivered_in)
async def _delivery_reports(s: Specimen) -> None:
    ensure(_only(s.parsed("delivered"), DeliveryReported).status is DeliveryStatus.DELIVERED, "not a delivery")


@demand(Grade.SILVER, perhaps)
async def _throttling(s: Specimen) -> None:
    error = await _meet(s, Trouble.THROTTLED)
    ensure(error.kind is SendErrorKind.RATE and (error.retry_after_s or 0) > 0, f"throttling became {error}")


@demand(Grade.SILVER, perhaps)
async def _lost_rights(s: Specimen) -> None:
    error = await _meet(s, Trouble.REVOKED)
    ensure(error.kind is SendErrorKind.AUTH, f"revoked credentials became {error}")


@demand(Grade.SILVER, perhaps)
async def _unknown_outcome(s: Specimen) -> None:
    error = await _meet(s, Trouble.SILENT)
    safe = s.channel.manifest.capabilities.idempotent_send
    wanted = {SendErrorKind.UNCERTAIN, SendErrorKind.RETRY} if safe else {SendErrorKind.UNCERTAIN}
    ensure(error.kind in wanted, f"silence became {error}")


@demand(Grade.SILVER, perhaps)
async def _unreachable(s: Specimen) -> None:
    error = await _meet(s, Trouble.UNPLUGGED)
    ensure(error.kind is SendErrorKind.RETRY, f"no connection became {error}")


@demand(Grade.SILVER, lambda c: not c.blocked_in)
async def _opt_out(s: Specimen) -> None:
    ensure(not _only(s.parsed("blocked"), ReachChanged).reachable, "blocking reads as reachable")
    error = await _meet(s, Trouble.BLOCKED)
    ensure(error.kind in (SendErrorKind.GONE, SendErrorKind.OPTOUT), f"a blocked person became {error}")


@demand(Grade.SILVER)
async def _redaction(s: Specimen) -> None:
    said = [repr(s.context), repr(await s.channel.test(s.context))]
    troubles = (Trouble.THROTTLED, Trouble.SILENT, Trouble.REVOKED, Trouble.UNPLUGGED)
    said.extend([repr(await _meet(s, trouble, "строго между нами")) for trouble in troubles])
    said.append(repr(await s.channel.test(s.context)))
    said += s.notes
    ensure(bool(s.notes), "nothing was noted for the administrator")
    for secret in (*s.secrets, "строго между нами"):
        ensure(bool(secret) and not any(secret in one for one in said), "a secret or a text came out")


# Gold ---------------------------------------------------------------------------------------------------------


@demand(Grade.GOLD, lambda c: c.buttons_max == 0)
async def _buttons(s: Specimen) -> None:
    pressed = _only(s.parsed("button"), ButtonPressed)
    ensure(bool(pressed.payload and pressed.message_id), "a press without payload or message")
    ensure(not pressed.answer_ref or isinstance(s.channel, AnswersButtons), "a press that nobody can answer")
    rows = ((Button("Да", "yes"), Button("Подробнее", "п" * 300)), (Button("Сайт", url="https://shop.example/"),))
    results = await s.send(replace(s.message("Вопрос решён?"), buttons=rows))
    ensure(all(isinstance(result, Sent) for result in results), f"refused: {results}")
    ensure(list(s.peer.buttons()) == ["Да", "Подробнее", "Сайт"], f"the person sees {s.peer.buttons()}")


@demand(Grade.GOLD, lambda c: not c.templates)
async def _templates(s: Specimen) -> None:
    assert isinstance(s.channel, ListsTemplates), "the channel lists no templates"  # noqa: S101 - a check of this suite
    found = await s.channel.list_templates(s.context)
    plain = [one for one in found if one.sendable and one.gaps and not one.file]
    ensure(bool(plain), f"no template to try among {[one.name for one in found]}")
    values = {gap.key: "42" for gap in plain[0].gaps}
    chosen = ChosenTemplate(name=plain[0].name, language=plain[0].language, values=values)
    ensure(not find_missing(plain[0], chosen), "a gap that nothing fills")
    sent = await s.send_one(replace(s.message(""), template=chosen))
    ensure(bool(sent.external_id), "no id came back")
    ensure(s.peer.texts()[-1:] == [read_out(plain[0], values)], f"the person sees {s.peer.texts()[-1:]}")
    refused = (await s.send(replace(s.message(""), template=replace(chosen, name="nobody_has_approved_this"))))[0]
    ensure(isinstance(refused, SendError) and refused.kind is SendErrorKind.FORMAT, f"an unknown one became {refused}")


@demand(Grade.GOLD, lambda c: not c.edit_in)
async def _edits_in(s: Specimen) -> None:
    ensure(bool(_only(s.parsed("edited"), MessageEdited).message_id), "an edit of nothing")


@demand(Grade.GOLD, lambda c: not c.delete_in)
async def _deletes_in(s: Specimen) -> None:
    ensure(bool(_only(s.parsed("deleted"), MessageDeleted).message_id), "a deletion of nothing")


@demand(Grade.GOLD, lambda c: c.edit_out_s == 0)
async def _edits_out(s: Specimen) -> None:
    assert isinstance(s.channel, Edits), "the channel cannot edit"  # noqa: S101 - a check of this suite
    sent = await s.send_one(s.message("до"))
    for _ in range(2):
        result = await s.channel.edit(sent.external_id, s.message("после"), s.context)
        ensure(isinstance(result, Sent), f"the edit became {result}")
    ensure(s.peer.texts()[-1:] == ["после"], "the person sees the old text")


@demand(Grade.GOLD, lambda c: c.delete_out_s == 0)
async def _deletes_out(s: Specimen) -> None:
    assert isinstance(s.channel, Edits), "the channel cannot delete"  # noqa: S101 - a check of this suite
    sent = await s.send_one(s.message("лишнее"))
    for _ in range(2):
        result = await s.channel.delete(sent.external_id, s.recipient, s.context)
        ensure(isinstance(result, Sent), f"the deletion became {result}")
    ensure("лишнее" not in s.peer.texts(), "the person still sees it")


@demand(Grade.GOLD, lambda c: not c.reactions_out)
async def _reactions_out(s: Specimen) -> None:
    assert isinstance(s.channel, Reacts), "the channel cannot react"  # noqa: S101 - a check of this suite
    sent = await s.send_one(s.message("спасибо"))
    first = s.channel.manifest.capabilities.reactions_out[:1]
    for emojis in (first, first, ()):
        result = await s.channel.react(sent.external_id, s.recipient, emojis, s.context)
        ensure(isinstance(result, Sent), f"the reaction became {result}")


@demand(Grade.GOLD, lambda c: c.typing_out_s == 0)
async def _typing_out(s: Specimen) -> None:
    await _show_typing(s)
    ensure(s.peer.sees_typing(), "the person sees nothing")
    s.peer.play(Trouble.UNPLUGGED)
    await _show_typing(s)


async def _show_typing(s: Specimen) -> None:
    if isinstance(s.channel, ShowsTypingBelow):
        wrote = _only(s.parsed("text"), MessageReceived)
        await s.channel.show_typing_below(wrote.message_id, s.recipient, s.context)
        return
    assert isinstance(s.channel, ShowsTyping), "the channel cannot show typing"  # noqa: S101 - a check of this suite
    await s.channel.show_typing(s.recipient, s.context)


@demand(Grade.GOLD, lambda c: not c.read_in)
async def _read_marks(s: Specimen) -> None:
    ensure(_only(s.parsed("read"), DeliveryReported).status is DeliveryStatus.READ, "not a read mark")


@demand(Grade.GOLD, lambda c: c.entry_ref_max == 0)
async def _attribution(s: Specimen) -> None:
    started = s.parsed("start")
    ensure(len(started) == 1 and isinstance(started[0], ChatStarted | MessageReceived), f"read as {started}")
    entry = started[0].entry if isinstance(started[0], ChatStarted | MessageReceived) else None
    ensure(entry is not None and bool(entry.kind and entry.ref), "where the person came from is lost")


@demand(Grade.GOLD, lambda c: not c.reply_to)
async def _replies(s: Specimen) -> None:
    quoted = _only(s.parsed("reply"), MessageReceived).quoted
    ensure(quoted is not None and bool(quoted.message_id), "the answered message is lost")
    sent = await s.send_one(s.message("вопрос"))
    results = await s.send(replace(s.message("ответ"), reply_to=sent.external_id))
    ensure(all(isinstance(result, Sent) for result in results), f"an answer was refused: {results}")


@demand(Grade.GOLD, perhaps)
async def _upkeep(s: Specimen) -> None:
    if not isinstance(s.channel, Watches):
        ensure(isinstance(s.channel, Polls), "nobody would notice that the provider stopped calling")
        return
    await s.channel.disconnect(s.context)
    found = await s.channel.watch(s.context)
    ensure(found.ok and found.repaired, f"a lost registration is not repaired: {found}")
    again = await s.channel.watch(s.context)
    ensure(again.ok and not again.repaired, f"a good registration is repaired again: {again}")


def _only(happenings: Sequence[Happening], kind: type[Fact]) -> Fact:
    found = [happening for happening in happenings if isinstance(happening, kind)]
    ensure(len(found) == 1, f"expected one {kind.__name__}, read {happenings}")
    return found[0]


async def _meet(s: Specimen, trouble: Trouble, text: str = "проба") -> SendError:
    s.peer.play(trouble)
    part = s.channel.render(s.message(text), s.context.settings)[0]
    result = await s.channel.send(part, s.context)
    if isinstance(result, Sent):
        raise AssertionError(f"sent in spite of {trouble}")  # noqa: TRY004 - a failed check, not a wrong type
    return result
