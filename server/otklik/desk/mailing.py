"""Replies by e-mail: whom they go to unless somebody says otherwise, what stands below them, how they are signed."""

from collections.abc import Mapping

from msgspec import Struct

from otklik.canned_responses.inserting import load_values
from otklik.channelkit.registry import Registry
from otklik.contacts.merging import get_contact
from otklik.contacts.records import IdentityRow
from otklik.conversations.errors import ClosedChannel
from otklik.conversations.posting import Letter
from otklik.conversations.records import Author, ConversationRecord
from otklik.desk import repository_mail as repository
from otklik.desk.recipients import Recipients, read_recipients, reply_to_all
from otklik.desk.repository_mail import LastLetter
from otklik.desk.schemas import moment
from otklik.desk.schemas_mail import LetterInput, LetterStart, People, QuotePreview
from otklik.inboxes.records import InboxRecord
from otklik.inboxes.service import get_inbox
from otklik.infra.db import Tx
from otklik.kit.errors import FieldError, Invalid, NotFound
from otklik.kit.mail_addresses import normalise_address
from otklik.kit.template import render
from otklik.messaging.capability import Outgoing, Route, find_route

WORKING = frozenset({"active", "failing"})


class Beginning(Struct, frozen=True, kw_only=True):
    """With what a reply begins: its recipients in both ways of answering, and the letter that is answered."""

    reply: Recipients
    reply_all: Recipients
    all: bool
    last: LastLetter | None


async def begin_reply(tx: Tx, conversation_id: int, identity: IdentityRow) -> Beginning:
    """Return the recipients of both ways; an automatic letter is answered to its sender alone unless asked for."""
    last = await repository.find_last_letter(tx, conversation_id, identity.inbox_id)
    alone = Recipients(to=(identity.external_id,))
    if last is None:
        return Beginning(reply=alone, reply_all=alone, all=False, last=None)
    own = {normalise_address(one) for one in await repository.list_own_addresses(tx)}
    everybody = reply_to_all(identity.external_id, last.to, last.cc, own)
    return Beginning(reply=alone, reply_all=everybody, all=everybody != alone and not last.automatic, last=last)


async def show_start(
    tx: Tx, registry: Registry, operator: str, conversation: ConversationRecord, identity_id: int
) -> LetterStart:
    """Return with what a reply to an address begins; raises NotFound, or ClosedChannel as `find_route` does."""
    route = await find_route(tx, registry, (conversation.contact_id, identity_id), Outgoing())
    if not carries_letters(registry, route.inbox):
        raise NotFound("this address is no mailbox", code="identity_not_found")
    begun = await begin_reply(tx, conversation.id, route.identity)
    return LetterStart(
        reply=_people(begun.reply), reply_all=_people(begun.reply_all), all=begun.all, quote=_preview(begun.last),
        quotes=quotes_replies(route.inbox),
        signature=await sign(tx, registry, operator, conversation, route.inbox),
    )  # fmt: skip


def _people(recipients: Recipients) -> People:
    return People(list(recipients.to), list(recipients.cc))


def _preview(last: LastLetter | None) -> QuotePreview | None:
    return None if last is None else QuotePreview(last.id, last.author_name, moment(last.sent_at), last.text)


def quotes_replies(inbox: InboxRecord) -> bool:
    """Whether replies of an inbox carry the letter they answer."""
    return inbox.settings.get("quote_replies", True) is not False


class Reply(Struct, frozen=True, kw_only=True):
    """Where a reply goes, and what was asked for."""

    conversation: ConversationRecord
    route: Route
    subject: str
    given: LetterInput | None = None


async def make_letter(tx: Tx, registry: Registry, author: Author, reply: Reply) -> Letter:
    """Return what a reply has beside its words.

    Raises Invalid for recipients that are none, and for any in a channel that has none.
    """
    route, subject, given = reply.route, reply.subject, reply.given
    if not carries_letters(registry, route.inbox):
        if given is not None and given != LetterInput():
            fault = FieldError("mail", "not_carried", "the channel has no recipients")
            raise Invalid("this channel cannot carry the message", code="not_carried", errors=(fault,))
        return Letter(subject=subject)
    begun = await begin_reply(tx, reply.conversation.id, route.identity)
    people = _choose(begun, given, route.identity.external_id)
    quote = given.quote if given is not None and given.quote is not None else quotes_replies(route.inbox)
    return Letter(
        subject=subject, to=people.to, cc=people.cc, bcc=people.bcc,
        quotes=begun.last.id if begun.last is not None and quote else 0,
        signature=await sign(tx, registry, author.name, reply.conversation, route.inbox),
    )  # fmt: skip


def _choose(begun: Beginning, given: LetterInput | None, customer: str) -> Recipients:
    if given is None:
        return begun.reply_all if begun.all else begun.reply
    return read_recipients(given.to or (customer,), given.cc, given.bcc, path="mail.", known=customer)


def carries_letters(registry: Registry, inbox: InboxRecord) -> bool:
    """Whether what leaves through an inbox are letters."""
    return registry.get(inbox.channel).manifest.capabilities.subject


async def open_mailbox(tx: Tx, registry: Registry, inbox_id: int) -> InboxRecord:
    """Return a mailbox through which letters leave now; raises Invalid, ClosedChannel."""
    inbox = await get_inbox(tx, inbox_id)
    if not carries_letters(registry, inbox):
        raise Invalid("this is no mailbox", errors=(FieldError("inbox_id", "not_carried", "is no mailbox"),))
    if inbox.status not in WORKING:
        raise ClosedChannel("this mailbox does not work now", extra={"reason": "inbox_paused", "alternatives": []})
    return inbox


async def sign(tx: Tx, registry: Registry, author: str, conversation: ConversationRecord, inbox: InboxRecord) -> str:
    """Return the signature of an inbox for an author's name, filled in; what has no value is left out."""
    signature = str(inbox.settings.get("signature") or "").strip()
    if not signature:
        return ""
    contact = await get_contact(tx, conversation.contact_id)
    values = await load_values(tx, registry, author, (conversation, contact), contact.language)
    return fill_signature(signature, values)


def fill_signature(signature: str, values: Mapping[str, str]) -> str:
    """Fill a signature in; a variable without value and default leaves nothing behind."""
    filled = render(signature, values)
    text = filled.text
    for place in reversed(filled.unresolved):
        text = text[: place.start] + text[place.stop :]
    return text.strip()
