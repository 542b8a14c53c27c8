"""Doors of feedback forms: `/forms/v1/KEY` for whoever sends one, `/form/KEY` for people who open one."""

from typing import Annotated, Any

from litestar import Request, Router, get, post, route
from litestar.params import Parameter
from litestar.response import Response
from msgspec import Struct

from otklik.channelkit.manifest import Words
from otklik.channels.form.inbound import message_id
from otklik.channels.form.settings import BODY_MAX_BYTES, FormSettings
from otklik.channels.webchat.origins import allows
from otklik.infra.web.words import Language, preferred_language
from otklik.kit.errors import Invalid, NotFound, RateLimited
from otklik.kit.signing import BadSignature
from otklik.messaging.directory import OpenInbox
from otklik.visitor.cors import allow_sites
from otklik.visitor.errors import OriginRefused
from otklik.visitor.form_bodies import GivenForm, read_body, wants_page
from otklik.visitor.form_filling import Fault, Filled, fill
from otklik.visitor.form_intake import (
    SENT_LIFE_S,
    Brought,
    Stamp,
    Taken,
    find_taken,
    get_form,
    give_token,
    name_submission,
    read_token,
    settings_of,
    take_submission,
)
from otklik.visitor.form_pages import FormPage, policy_of, write_form, write_sent
from otklik.visitor.form_words import PAGE
from otklik.visitor.repository_forms import find_request
from otklik.visitor.room import Visitor, visitor_dependencies

_PUBLIC = {"public": True}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST", "Access-Control-Allow-Headers": "content-type",
    "Access-Control-Max-Age": "86400",
}  # fmt: skip
_INVALID = 422
_HTML = "text/html; charset=utf-8"

Key = Annotated[str, Parameter(max_length=100)]
Lang = Annotated[str, Parameter(max_length=5)]


class FieldShown(Struct, frozen=True, kw_only=True):
    """One field of a form, for a script that draws it."""

    name: str
    label: Words
    required: bool
    choices: list[str]


class FormShown(Struct, frozen=True, kw_only=True):
    """A form: its fields, and the token that goes back with what was filled in."""

    title: Words
    intro: Words
    fields: list[FieldShown]
    files: bool
    consent: Words | None
    consent_version: str
    token: str


class _Refused(Exception):
    """What was filled in cannot be taken."""

    def __init__(self, faults: tuple[Fault, ...], status: int = _INVALID, retry_after: float = 0) -> None:
        super().__init__()
        self.faults = faults
        self.status = status
        self.retry_after = retry_after


@route("/{key:str}", http_method=["OPTIONS"], include_in_schema=False)
async def ask_first(key: str) -> Response[None]:  # noqa: ARG001 - any form answers the same
    """Tell a browser what it may send."""
    return Response(None, status_code=204, headers=_PREFLIGHT)


@get("/{key:str}")
async def describe_form(key: Key, request: Request[Any, Any, Any], visitor: Visitor) -> FormShown:
    """Get the fields of a form and a token for sending it."""
    visitor.limits.take_call(visitor.address_of(request.scope))
    inbox = await get_form(visitor, key)
    form = settings_of(inbox)
    return FormShown(
        title=_both(form.title.ru, form.title.en), intro=_both(form.intro.ru, form.intro.en),
        fields=_fields(form), files=form.files,
        consent=_both(form.consent.text.ru, form.consent.text.en) if form.consent else None,
        consent_version=form.consent.version if form.consent else "", token=give_token(visitor, inbox),
    )  # fmt: skip


@post("/{key:str}", request_max_body_size=BODY_MAX_BYTES, include_in_schema=False)
async def send_form(key: Key, request: Request[Any, Any, Any], visitor: Visitor) -> Response[Any]:
    """Send a form: 201 with its number, 200 for the same again, 303 to thanks for a plain form, 422 with faults."""
    visitor.limits.take_call(visitor.address_of(request.scope))
    inbox = await get_form(visitor, key)
    form = settings_of(inbox)
    _check_origin(visitor, form, request)
    given = await read_body(request)
    language = _language(request, given.fields.get("lang", ""))
    try:
        taken = await _take(visitor, inbox, given, language, visitor.address_of(request.scope))
    except _Refused as refused:
        if not wants_page(request):
            return _tell(refused)
        shown = FormPage(
            key=key, form=form, language=language, token=give_token(visitor, inbox), given=given.fields,
            faults=refused.faults,
        )  # fmt: skip
        return _html(write_form(shown), form, refused.status, _wait(refused))
    status_url = _status_url(visitor, inbox, key, taken)
    if wants_page(request):
        return Response(None, status_code=303, headers={"Location": form.thanks_url or f"{status_url}?lang={language}"})
    body = {
        "number": taken.request.conversation_id, "status_url": visitor.settings.address + status_url,
        "submission_id": taken.submission,
    }  # fmt: skip
    return Response(body, status_code=200 if taken.again else 201)


@get("/form/{key:str}", opt=_PUBLIC, include_in_schema=False)
async def show_form(key: Key, request: Request[Any, Any, Any], visitor: Visitor, lang: Lang = "") -> Response[str]:
    """Show the form on a page of its own."""
    visitor.limits.take_call(visitor.address_of(request.scope))
    inbox = await get_form(visitor, key)
    page = FormPage(
        key=key, form=settings_of(inbox), language=_language(request, lang), token=give_token(visitor, inbox),
        given={"page": request.headers.get("referer", "")[:500]},
    )  # fmt: skip
    return _html(write_form(page), settings_of(inbox))


@get("/form/{key:str}/sent/{token:str}", opt=_PUBLIC, include_in_schema=False)
async def show_sent(
    key: Key, token: str, request: Request[Any, Any, Any], visitor: Visitor, lang: Lang = ""
) -> Response[str]:
    """Show whoever sent a form its number, and whether it is still being worked on."""
    visitor.limits.take_call(visitor.address_of(request.scope))
    inbox = await get_form(visitor, key)
    inbox_id, _, submission = _read_sent(visitor, token).partition(":")
    async with visitor.road.database.workspace(inbox.record.workspace_id) as tx:
        found = await find_request(tx, inbox.record.id, message_id(submission))
    if found is None or inbox_id != str(inbox.record.id):
        raise NotFound("not found")
    language, form = _language(request, lang), settings_of(inbox)
    state = PAGE[language]["state_closed" if found.status == "resolved" else "state_open"]
    by_mail = bool(form.mail_inbox) and "email" in form.asked
    return _html(write_sent(key, form, language, (found.conversation_id, state, by_mail)), form)


async def _take(visitor: Visitor, inbox: OpenInbox, given: GivenForm, language: Language, address: str) -> Taken:
    form = settings_of(inbox)
    filled = fill(form, given.fields, given.files, language)
    token = given.fields.get("token", "")
    stamp = read_token(visitor, inbox, token) if token or form.guarded else None
    if not isinstance(filled, Filled):
        raise _Refused(filled)
    if isinstance(stamp, Fault):
        raise _Refused((stamp,))
    brought = Brought(_named(given, stamp, filled), filled, given.files, language)
    known = await find_taken(visitor, inbox, brought)
    if known is not None:
        return known
    try:
        visitor.limits.take_form(address)
        visitor.limits.take_form_of(inbox.record.id, filled.person)
    except RateLimited as error:
        raise _Refused((Fault("form", "too_often"),), 429, error.retry_after) from None
    try:
        return await take_submission(visitor, inbox, brought)
    except Invalid:
        raise _Refused((Fault("files", "bad_file"),)) from None


def _named(given: GivenForm, stamp: Stamp | None, filled: Filled) -> str:
    submission = name_submission(given.fields.get("submission_id", ""), stamp, filled)
    if isinstance(submission, Fault):
        raise _Refused((submission,))
    return submission


def _tell(refused: _Refused) -> Response[Any]:
    errors = [{"field": one.field, "code": one.code, "message": one.words} for one in refused.faults]
    body = {"status": refused.status, "code": "invalid" if refused.status == _INVALID else "rate_limited"}
    return Response({**body, "errors": errors}, status_code=refused.status, headers=_wait(refused))


def _wait(refused: _Refused) -> dict[str, str]:
    return {"Retry-After": str(int(refused.retry_after) + 1)} if refused.retry_after else {}


def _html(text: str, form: FormSettings, status: int = 200, extra: dict[str, str] | None = None) -> Response[str]:
    headers = {
        "Content-Security-Policy": policy_of(form), "Cache-Control": "no-store", "Vary": "Accept-Language",
        "Referrer-Policy": "same-origin", **(extra or {}),
    }  # fmt: skip
    return Response(text, status_code=status, media_type=_HTML, headers=headers)


def _check_origin(visitor: Visitor, form: FormSettings, request: Request[Any, Any, Any]) -> None:
    """Raise OriginRefused for a page of a site that the company has not named; programs send no origin."""
    origin = request.headers.get("origin", "")
    own = origin in (visitor.settings.address, f"{request.url.scheme}://{request.headers.get('host', '')}")
    if form.origins and origin and not own and not allows(form.origins, origin):
        raise OriginRefused("this site may not send the form")


def _status_url(visitor: Visitor, inbox: OpenInbox, key: str, taken: Taken) -> str:
    return f"/form/{key}/sent/{visitor.forms.sign(f'{inbox.record.id}:{taken.submission}', SENT_LIFE_S)}"


def _read_sent(visitor: Visitor, token: str) -> str:
    try:
        return visitor.forms.read(token)
    except BadSignature:
        raise NotFound("not found") from None


def _language(request: Request[Any, Any, Any], wanted: str) -> Language:
    if wanted in ("ru", "en"):
        return "ru" if wanted == "ru" else "en"
    return preferred_language(request.headers.get("accept-language", ""))


def _fields(form: FormSettings) -> list[FieldShown]:
    usual = [_field(name, required=required) for name, required in form.asked.items()]
    topic = [_field("topic", required=False, choices=list(form.topics))] if form.topics else []
    own = [
        FieldShown(
            name=one.name, label=_both(one.label.ru, one.label.en), required=one.required, choices=list(one.choices)
        )
        for one in form.own
    ]
    return [*usual, *topic, *own, _field("text", required=True)]


def _field(name: str, *, required: bool, choices: list[str] | None = None) -> FieldShown:
    label = _both(PAGE["ru"][name], PAGE["en"][name])
    return FieldShown(name=name, label=label, required=required, choices=choices or [])


def _both(ru: str, en: str) -> Words:
    return Words(ru, en)


FORMS = Router(
    "/forms/v1",
    route_handlers=[ask_first, describe_form, send_form],
    middleware=[allow_sites],
    dependencies=visitor_dependencies(),
    opt=_PUBLIC,
    security=[{}],
    tags=["Forms"],
)
ROUTES = [FORMS, Router("/", route_handlers=[show_form, show_sent], dependencies=visitor_dependencies())]
