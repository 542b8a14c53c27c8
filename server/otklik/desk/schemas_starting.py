"""Bodies of a conversation that we begin."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from otklik.canned_responses.schemas import Language
from otklik.desk.schemas import SUBJECT_MAX, Attached, Identity, ObjectId
from otklik.desk.schemas_held import Instant
from otklik.desk.schemas_mail import Address, LetterInput, MailboxChoice, PhoneLine
from otklik.infra.web.schemas import Input
from otklik.messaging.keyboards import Buttons
from otklik.templates.schemas import TemplateChoice

NAME_MAX = 200


class NewConversation(Input, frozen=True, kw_only=True):
    """Whom to write to, by which address, and the first message.

    Either `contact_id` and `identity_id` name a person and one of their addresses, or `inbox_id` and `address` a
    mailbox of ours and an e-mail address, or an inbox of short messages and a telephone number: whoever has it is
    written to, a new person named `name` if nobody has; with `contact_id` it becomes one of that person's.
    `formatting`, `mail` and `template` are those of a message. With `at` the message waits in the conversation until
    then; `unless_answered`: not if the customer writes before.
    """

    client_id: UUID
    contact_id: ObjectId | None = None
    identity_id: ObjectId | None = None
    inbox_id: ObjectId | None = None
    address: Address = ""
    name: Annotated[str, Meta(max_length=NAME_MAX)] = ""
    text: str = ""
    formatting: Literal["none", "signs"] = "none"
    attachments: Attached = ()
    subject: Annotated[str, Meta(max_length=SUBJECT_MAX)] = ""
    buttons: Buttons = ()
    mail: LetterInput | None = None
    template: TemplateChoice | None = None
    at: Instant | None = None
    unless_answered: bool = True


class FirstAddressee(Input, frozen=True, kw_only=True):
    """For whom a prepared answer is filled in before there is a conversation.

    Either `contact_id` names a person, or `name` and `address` tell what is known of a new one. `inbox_id` is the inbox
    the message would leave through, `subject` its subject. `language` chooses the variant.
    """

    contact_id: ObjectId | None = None
    inbox_id: ObjectId | None = None
    address: Address = ""
    name: Annotated[str, Meta(max_length=NAME_MAX)] = ""
    subject: Annotated[str, Meta(max_length=SUBJECT_MAX)] = ""
    language: Language | None = None


class ConversationStart(Struct, frozen=True, kw_only=True):
    """By which addresses a person can be written to first, through which mailboxes and lines a new address can.

    `running` is their open conversation, in which everything goes on; `email` and `phone` are known of them.
    """

    identities: list[Identity]
    mailboxes: list[MailboxChoice]
    lines: list[PhoneLine]
    running: int | None
    email: str
    phone: str
