"""Taking a submission in: once, along the one road, with the way of the answer laid.

A form that was sent shows nobody anything, so answers go by mail: the address becomes one of the person's in the
mailbox that the company chose, unless somebody else is known under it. Nothing is sent from here: a letter that goes
out because somebody typed an address would be a way to write to strangers in our name.
"""

import hashlib
import time
from collections.abc import Sequence
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

import msgspec
from msgspec import Struct

from otklik.channels.form.inbound import FormFile, Submission, make_call, message_id
from otklik.channels.form.settings import FormSettings, read_settings
from otklik.contacts.introducing import give_address, shut_way
from otklik.contacts.records import Address
from otklik.infra.db import Tx
from otklik.infra.files import record_file
from otklik.kit.clock import utc_now
from otklik.kit.errors import Invalid, NotFound, Unavailable
from otklik.kit.ids import new_token
from otklik.kit.mail_addresses import normalise_address
from otklik.kit.signing import BadSignature
from otklik.messaging.directory import OpenInbox
from otklik.messaging.hooks import store_delivery
from otklik.messaging.reading import read_call
from otklik.visitor.form_filling import Fault, Filled, GivenFile
from otklik.visitor.repository_forms import Request, find_request
from otklik.visitor.room import Visitor

CHANNEL = "form"
ONE_WAY = "one_way"
"""Why nothing can be sent to an identity of a form."""
FILLING_S = 3.0
TOKEN_LIFE_S = 24 * 3600.0
SENT_LIFE_S = 400 * 24 * 3600.0
_WORKING = {"active", "failing"}


class Stamp(Struct, frozen=True):
    """What a token of a form says: when the page was opened, and what tells it from other openings."""

    opened_at: float
    nonce: str


class Brought(Struct, frozen=True):
    """A form that can be taken: its id, what was filled in, in which language, and the files."""

    submission: str
    filled: Filled
    files: Sequence[GivenFile]
    language: str


class Taken(Struct, frozen=True):
    """A request that was recorded, now or before."""

    request: Request
    submission: str
    again: bool


async def get_form(visitor: Visitor, key: str) -> OpenInbox:
    """Return the form of a public key; raises NotFound for an unknown, paused or deleted one."""
    inbox = await visitor.road.directory.by_public_key(key) if key else None
    if inbox is None or inbox.record.channel != CHANNEL or inbox.record.status not in _WORKING:
        raise NotFound("there is no such form")
    return inbox


def settings_of(inbox: OpenInbox) -> FormSettings:
    """Return the settings of a form."""
    return read_settings(inbox.settings)


def give_token(visitor: Visitor, inbox: OpenInbox) -> str:
    """Make a token for a page that is opened now."""
    return visitor.forms.sign(f"{inbox.record.id}:{time.time():.3f}:{new_token(12)}", TOKEN_LIFE_S)


def read_token(visitor: Visitor, inbox: OpenInbox, token: str) -> Stamp | Fault:
    """Read a token of this form; a fault when it is none, is too old, or no person writes that fast."""
    try:
        inbox_id, opened, nonce = visitor.forms.read(token).split(":")
    except (BadSignature, ValueError):
        return Fault("token", "stale")
    if inbox_id != str(inbox.record.id):
        return Fault("token", "stale")
    stamp = Stamp(float(opened), nonce)
    return Fault("token", "too_fast") if time.time() - stamp.opened_at < FILLING_S else stamp


def name_submission(given: str, stamp: Stamp | None, filled: Filled) -> str | Fault:
    """Return the id of a submission: the one that was given, else one that the same page and words give again."""
    if given:
        try:
            return str(UUID(given))
        except ValueError:
            return Fault("submission_id", "bad_id")
    if stamp is None:
        return str(uuid4())
    said = hashlib.sha256("\0".join((filled.text, filled.person, *map(str, filled.answers))).encode()).hexdigest()
    return str(uuid5(NAMESPACE_URL, f"otklik:form:{stamp.nonce}:{said}"))


async def find_taken(visitor: Visitor, inbox: OpenInbox, brought: Brought) -> Taken | None:
    """Return the request of a submission that is recorded, and see that its answer has a way."""
    mailbox = await _find_mailbox(visitor, inbox)
    async with visitor.road.database.workspace(inbox.record.workspace_id) as tx:
        known = await find_request(tx, inbox.record.id, message_id(brought.submission))
        if known is None:
            return None
        await _lead_to_mail(tx, known, mailbox, brought.filled.email)
    return Taken(known, brought.submission, again=True)


async def take_submission(visitor: Visitor, inbox: OpenInbox, brought: Brought) -> Taken:
    """Record a submission and lay the way of its answer; answers after the commit. Raises Unavailable, Invalid."""
    filled, submission = brought.filled, brought.submission
    kept = await _keep(visitor, inbox, submission, brought.files)
    post = Submission(
        id=submission, at=utc_now(), person=filled.person, text=filled.text, name=filled.name, email=filled.email,
        phone=filled.phone, language=brought.language, answers=filled.answers, files=tuple(kept), page=filled.page,
        marks=dict(filled.marks),
    )  # fmt: skip
    delivery = read_call(inbox, make_call(post, inbox.record.hook_secret))
    if delivery.failure:
        raise Invalid(delivery.failure)
    await store_delivery(visitor.road, delivery)
    taken = await find_taken(visitor, inbox, brought)
    if taken is None:
        raise Unavailable("the request could not be recorded")
    return msgspec.structs.replace(taken, again=False)


async def _keep(visitor: Visitor, inbox: OpenInbox, submission: str, files: Sequence[GivenFile]) -> list[FormFile]:
    kept = []
    async with visitor.uploading:
        for file in files:
            written = await visitor.road.store.write(file.data, file.name, file.mime)
            async with visitor.road.database.workspace(inbox.record.workspace_id) as tx:
                stored = await record_file(tx, written, inbox.record.workspace_id, f"form:{submission}")
            kept.append(
                FormFile(
                    key=stored.key, name=stored.name, mime=stored.mime, size=stored.size, width=stored.width,
                    height=stored.height,
                )
            )  # fmt: skip
    return kept


async def _find_mailbox(visitor: Visitor, inbox: OpenInbox) -> OpenInbox | None:
    number = settings_of(inbox).mail_inbox
    mailbox = await visitor.road.directory.by_id(number) if number else None
    if mailbox is None or mailbox.record.workspace_id != inbox.record.workspace_id:
        return None
    return mailbox if mailbox.capabilities.subject and mailbox.record.status in _WORKING else None


async def _lead_to_mail(tx: Tx, request: Request, mailbox: OpenInbox | None, email: str) -> None:
    own = normalise_address(str(mailbox.settings.get("address") or "")) if mailbox is not None else ""
    if mailbox is not None and email and email != own:
        await give_address(tx, request.contact_id, mailbox.record.id, Address(email=email))
    await shut_way(tx, request.identity_id, ONE_WAY)
