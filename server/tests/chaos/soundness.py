"""A small run in which every promise held, written down by hand."""

from chaos.facts import Answered, Call, ConversationRow, EventRow, Facts, MessageRow, Screen, Sending, Shown

_CHATS = ("77", "78")


def make_facts() -> Facts:
    """Two customers write twice each and are answered twice each; one call could not be read."""
    messages = tuple(message for number, _ in enumerate(_CHATS) for message in _make_conversation(number))
    conversations = tuple(
        ConversationRow(id=number + 1, last_seq=4, version=9, xid=number * 100 + 16) for number, _ in enumerate(_CHATS)
    )
    inbound = [message for message in messages if message.direction == "in"]
    out = [message for message in messages if message.direction == "out"]
    return Facts(
        calls=(
            *(Call(mark=one.text, inbox_id=1, external_id=one.external_id) for one in inbound),
            Call(mark="№99", inbox_id=1, external_id="", readable=False),
        ),
        answered=tuple(
            Answered(client_id=one.client_id, message_id=one.id, text=one.text) for one in (*out, out[0])
        ),
        sendings=tuple(Sending(_CHATS[one.conversation_id - 1], one.text) for one in out),
        messages=messages, conversations=conversations,
        events=tuple(event for number, _ in enumerate(_CHATS) for event in _make_events(number)),
        failed_bodies=("это не JSON №99",),
        screens=(_make_screen("screen 1", messages), _make_screen("screen 2", messages)),
    )  # fmt: skip


def _make_conversation(number: int) -> list[MessageRow]:
    base, start = number * 100, number * 10
    common = {"conversation_id": number + 1, "inbox_id": 1}
    inbound = [
        MessageRow(
            id=start + seq, seq=seq, direction="in", text=f"№{start + seq:02d}", external_id=f"{_CHATS[number]}:{seq}",
            client_id="", delivery="", version=1, xid=base + 10 + seq, **common,
        )
        for seq in (1, 2)
    ]  # fmt: skip
    out = [
        MessageRow(
            id=start + seq, seq=seq, direction="out", text=f"Ответ {start + seq}", external_id="",
            client_id=f"client-{start + seq}", delivery="sent", version=3, xid=base + 12 + seq, **common,
        )
        for seq in (3, 4)
    ]  # fmt: skip
    return [*inbound, *out]


def _make_events(number: int) -> list[EventRow]:
    base, start, conversation = number * 100, number * 10, number + 1
    made: list[EventRow] = [_event((base + 1, base + 11), "conversation.opened", conversation)]
    made += [_event((base + 1 + seq, base + 10 + seq), "message.recorded", conversation, start + seq) for seq in (1, 2)]
    for seq in (3, 4):
        made.append(_event((base + seq * 10, base + 10 + seq), "message.queued", conversation, start + seq))
        for offset, status in ((1, "sending"), (2, "sent")):
            xid = base + 12 + seq if status == "sent" else base + 10 + seq
            made.append(_event((base + seq * 10 + offset, xid), "message.changed", conversation, start + seq, status))
    return made


def _event(place: tuple[int, int], kind: str, conversation: int, message: int = 0, status: str = "") -> EventRow:
    number, xid = place
    return EventRow(
        id=number, xid=xid + 2**32, kind=kind, conversation_id=conversation, message_id=message,
        what="delivery" if status else "", status=status,
    )  # fmt: skip


def _make_screen(name: str, messages: tuple[MessageRow, ...]) -> Screen:
    return Screen(
        name=name, messages={one.id: Shown(one.conversation_id, one.seq, one.version) for one in messages},
        conversations={1: 9, 2: 9},
    )  # fmt: skip
