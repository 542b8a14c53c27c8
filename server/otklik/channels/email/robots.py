"""Who wrote: a person, or a program that must never be answered by a program."""

import re
from typing import Final

from otklik.channels.email.addresses import Mailbox
from otklik.channels.email.headers import unfold
from otklik.channels.email.mime import Entity

LOOP: Final = "loop"
BOUNCE: Final = "bounce"
RECEIPT: Final = "receipt"
AUTO_REPLY: Final = "auto_reply"
LIST: Final = "list"

_COMMENT = re.compile(r"\([^()]*\)")
_AUTO_HEADERS = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-mail-autoreply", "x-autoreply-from")
_LIST_HEADERS = ("list-id", "list-unsubscribe", "list-post", "feedback-id", "x-mailing-list", "x-campaign-id")
_SUPPRESSED = {"all", "oof", "autoreply"}
_POSTMEN = re.compile(r"(?:mailer-?daemon|postmaster)(?:[+._-].*)?")
_NOBODIES = re.compile(r"(?:.*[._+-])?(?:no-?_?reply|do-?_?not-?_?reply|bounces?|noanswer)(?:[._+-].*)?")
_SUBJECT_BOUNCE = re.compile(
    r"undeliver|delivery status notification|returned mail|returned to sender|failure notice|delivery fail|"
    r"mail delivery|недоставлен|не доставлен|не удалось доставить",
    re.IGNORECASE,
)


def _word(letter: Entity, name: str) -> str:
    value = letter.word(name)
    while (shorter := _COMMENT.sub(" ", value)) != value:
        value = shorter
    return re.split(r"[\s;,]", value.strip(), maxsplit=1)[0]


def _empty_return_path(letter: Entity) -> bool:
    return any(unfold(value) == "<>" for value in letter.raws("return-path"))


def report_type(letter: Entity) -> str:
    """Return the kind of a multipart/report: delivery-status, disposition-notification, or ''."""
    if letter.kind != "multipart/report":
        return ""
    stated = letter.params.get("report-type", "").strip().lower()
    inside = (child.kind.partition("/")[2] for child in letter.children)
    return stated or next((kind for kind in inside if kind in {"delivery-status", "disposition-notification"}), "")


def _is_bounce(letter: Entity, sender: Mailbox | None) -> bool:
    if report_type(letter) == "delivery-status" or letter.raw("x-failed-recipients"):
        return True
    postman = sender is not None and _POSTMEN.fullmatch(sender.address.partition("@")[0]) is not None
    return postman and (_empty_return_path(letter) or bool(_SUBJECT_BOUNCE.search(letter.word("subject"))))


def _is_auto_reply(letter: Entity) -> bool:
    if _word(letter, "auto-submitted") not in {"", "no"}:
        return True
    if any(letter.raw(name) for name in _AUTO_HEADERS):
        return True
    suppressed = {word.strip() for word in letter.word("x-auto-response-suppress").split(",")}
    return bool(suppressed & _SUPPRESSED) or letter.word("delivered-to").startswith("autoresponder")


def _is_list(letter: Entity) -> bool:
    return any(letter.raw(name) for name in _LIST_HEADERS)


def automatic_kind(letter: Entity, sender: Mailbox | None, own: frozenset[str], loop_marks: frozenset[str]) -> str:
    """Return bounce, receipt, loop, auto_reply, list, or '' for a person.

    `own` are our addresses, `loop_marks` the values of X-Otklik-Loop that we write ourselves. A list beats an
    automatic answer only by its own headers: a vacation answer also says `Precedence: bulk`.
    """
    if _is_bounce(letter, sender):
        return BOUNCE
    if report_type(letter) == "disposition-notification":
        return RECEIPT
    marks = {unfold(value) for value in letter.raws("x-otklik-loop")}
    if marks & loop_marks or (sender and sender.address in own):
        return LOOP
    if _is_auto_reply(letter):
        return LIST if _is_list(letter) and not letter.raw("in-reply-to") else AUTO_REPLY
    if _is_list(letter) or _word(letter, "precedence") in {"bulk", "junk", "list"}:
        return LIST
    nobody = sender is None or _NOBODIES.fullmatch(sender.address.partition("@")[0])
    postman = sender is not None and _POSTMEN.fullmatch(sender.address.partition("@")[0])
    automatic = nobody or postman or _empty_return_path(letter) or _word(letter, "precedence") == "auto_reply"
    return AUTO_REPLY if automatic else ""
