"""What a letter needs beside its words: what it answers, whom it goes to, and what stands below."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from otklik.channelkit.content import Mail
from otklik.channelkit.outbound import MailHeaders, QuotedLetter
from otklik.conversations.records import MessageRecord
from otklik.infra.db import Tx

_REFERENCES = 20


class _Letter(Struct, frozen=True):
    external_id: str
    subject: str | None


class _Quoted(Struct, frozen=True, kw_only=True):
    direction: str
    author_name: str
    text: str
    mail: dict[str, Any] | None
    sent_at: datetime
    address: str
    subject: str
    time_zone: str
    locale: str


async def make_headers(tx: Tx, message: MessageRecord, mail: Mail) -> MailHeaders:
    """Answer the last letter of the conversation, referring to the first and the newest ones.

    A message that passes another one on answers nothing.
    """
    quote = await _load_quote(tx, mail.forwards or mail.quotes, passed_on=bool(mail.forwards))
    if mail.forwards:
        return MailHeaders(
            subject=mail.subject, to=mail.to, cc=mail.cc, bcc=mail.bcc, signature=mail.signature, quote=quote
        )
    letters = await tx.fetch(
        _Letter,
        """select coalesce(m.external_id, d.external_id) as external_id, m.content #>> '{mail,subject}' as subject
           from message m left join delivery d on d.message_id = m.id and d.part = 0
           where m.conversation_id = %(conversation)s and m.inbox_id = %(inbox)s and m.seq < %(seq)s
                 and (not m.note or m.kind = 'continued')
                 and coalesce(m.external_id, d.external_id) is not null
           order by m.seq desc limit 200""",
        {"conversation": message.conversation_id, "inbox": message.inbox_id, "seq": message.seq},
    )
    ids = [letter.external_id for letter in letters]
    references = ids[:_REFERENCES] if len(ids) <= _REFERENCES else [*ids[:_REFERENCES], ids[-1]]
    inbound = await tx.value(
        """select external_id from message where conversation_id = %(conversation)s and inbox_id = %(inbox)s
               and direction = 'in' and seq < %(seq)s and external_id is not null order by seq desc limit 1""",
        {"conversation": message.conversation_id, "inbox": message.inbox_id, "seq": message.seq},
    )
    old = next((letter.subject for letter in letters if letter.subject), "")
    return MailHeaders(
        subject=mail.subject or old or "",
        in_reply_to=str(inbound or ""),
        references=tuple(reversed(references)),
        to=mail.to,
        cc=mail.cc,
        bcc=mail.bcc,
        signature=mail.signature,
        quote=quote,
        unsubscribe=mail.unsubscribe,
    )


async def _load_quote(tx: Tx, message_id: int, *, passed_on: bool) -> QuotedLetter | None:
    """Return the message that shall stand below; None when there is none, or none any more."""
    if not message_id:
        return None
    found = await tx.find(
        _Quoted,
        """select m.direction, m.author_name, m.text, m.content -> 'mail' as mail, m.sent_at,
                  coalesce(case when m.direction = 'in' then i.email else b.settings ->> 'address' end, '') as address,
                  c.subject, w.time_zone, w.locale
           from message m
           join conversation c on c.id = m.conversation_id
           join workspace w on w.id = m.workspace_id
           left join identity i on i.id = m.identity_id
           left join inbox b on b.id = m.inbox_id
           where m.id = %(id)s and m.workspace_id = %(workspace)s and m.deleted_at is null""",
        {"id": message_id, "workspace": tx.workspace_id},
    )
    if found is None:
        return None
    quote = _show_quote(found, passed_on=passed_on)
    return quote if passed_on or quote.text.strip() or quote.html else None


def _show_quote(found: _Quoted, *, passed_on: bool) -> QuotedLetter:
    mail = found.mail or {}
    sender = mail.get("sender") or found.address
    folded = mail.get("folded", "")
    return QuotedLetter(
        author=found.author_name,
        address=sender,
        at=found.sent_at.astimezone(ZoneInfo(found.time_zone)),
        language=found.locale,
        to=tuple(mail.get("to", ())),
        cc=tuple(mail.get("cc", ())),
        subject=mail.get("subject") or found.subject,
        text=f"{found.text}\n\n{folded}" if folded else found.text,
        html=mail.get("html", ""),
        passed_on=passed_on,
    )
