"""The page of a form, and the page after it: HTML that works without a script, in both languages."""

import html
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from msgspec import Struct, field

from otklik.channels.form.settings import FormSettings, OwnField
from otklik.infra.web.words import Language
from otklik.visitor.form_filling import HONEYPOT, Fault
from otklik.visitor.form_words import PAGE

_TYPES = {"email": ("email", "email"), "phone": ("tel", "tel"), "name": ("text", "name")}
_TEXT_ROWS = 6


class FormPage(Struct, frozen=True, kw_only=True):
    """What the page of a form is made of; `given` and `faults` are there when it was sent and refused."""

    key: str
    form: FormSettings
    language: Language
    token: str
    given: Mapping[str, str] = field(default_factory=dict)
    faults: Sequence[Fault] = ()


def write_form(page: FormPage) -> str:
    """Return the whole page."""
    words, form = PAGE[page.language], page.form
    asked = "".join(_usual(page, name) for name in form.asked)
    topic = _choice(page, "topic", words["topic"], form.topics, required=False) if form.topics else ""
    own = "".join(_own(page, one) for one in form.own)
    text = _text(page, words["text"])
    files = _files(page) if form.files else ""
    intro = f"<p>{_escape(form.intro.of(page.language))}</p>" if form.intro.of(page.language) else ""
    other, tongue = ("en", "English") if page.language == "ru" else ("ru", "Русский")
    here = f"/form/{_escape(page.key)}?lang={other}"
    body = f"""<main>
<nav><a href="{here}" hreflang="{other}" lang="{other}">{tongue}</a></nav>
<h1>{_escape(form.title.of(page.language))}</h1>
{intro}{_summary(page)}
<form method="post" action="/forms/v1/{_escape(page.key)}" enctype="multipart/form-data" novalidate>
<input type="hidden" name="lang" value="{page.language}">
<input type="hidden" name="token" value="{_escape(page.token)}">
<input type="hidden" name="page" value="{_escape(page.given.get("page", ""))}">
{_trap(page)}{asked}{topic}{own}{text}{files}{_consent(page)}
<button>{words["send"]}</button>
</form>
</main>"""
    return _whole(page.language, form.title.of(page.language), body)


def write_sent(key: str, form: FormSettings, language: Language, request: tuple[int, str, bool]) -> str:
    """Return the page after sending; `request` is its number, the words of its state, and whether mail answers it."""
    number, state, by_mail = request
    words = PAGE[language]
    body = f"""<main>
<h1>{words["sent"]}</h1>
<p role="status">{_escape(form.done.of(language))}</p>
<dl><div><dt>{words["number"]}</dt><dd>{number}</dd></div></dl>
<p class="quiet">{_escape(state)}. {words["answer_mail"] if by_mail else words["answer"]}</p>
<p><a href="/form/{_escape(key)}?lang={language}">{words["again"]}</a></p>
</main>"""
    return _whole(language, words["sent"], body)


def policy_of(form: FormSettings) -> str:
    """Return the content policy of these pages: no script, and forms go to us and to the company's own thanks."""
    parts = urlsplit(form.thanks_url)
    thanks = f" {parts.scheme}://{parts.netloc}" if form.thanks_url else ""
    return (
        f"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'{thanks}; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


def _whole(language: Language, title: str, body: str) -> str:
    return f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{_escape(title)}</title>
<link rel="stylesheet" href="/widget/pages/form.css">
</head>
<body>
{body}
</body>
</html>
"""


def _summary(page: FormPage) -> str:
    """Say at the top what is wrong, with links to the fields."""
    if not page.faults:
        return ""
    items = "".join(
        f'<li><a href="#{_escape(fault.field)}">{_escape(_label_of(page, fault.field))}'
        f"{_escape(_said(page, fault))}</a></li>"
        for fault in page.faults
    )
    return f'<div class="wrong" role="alert"><p>{PAGE[page.language]["wrong"]}</p><ul>{items}</ul></div>'


def _label_of(page: FormPage, name: str) -> str:
    own = next((one.label.of(page.language) for one in page.form.own if one.name == name), "")
    label = own or PAGE[page.language].get(name, "")
    return f"{label}: " if label else ""


def _said(page: FormPage, fault: Fault) -> str:
    return fault.words.ru if page.language == "ru" else fault.words.en


def _usual(page: FormPage, name: str) -> str:
    kind, autocomplete = _TYPES[name]
    extra = f'type="{kind}" autocomplete="{autocomplete}" maxlength="200"'
    return _input(page, (name, PAGE[page.language][name]), extra, required=page.form.asked[name])


def _own(page: FormPage, one: OwnField) -> str:
    label = one.label.of(page.language)
    if one.choices:
        return _choice(page, one.name, label, one.choices, required=one.required)
    return _input(page, (one.name, label), 'type="text" maxlength="2000"', required=one.required)


def _input(page: FormPage, named: tuple[str, str], extra: str, *, required: bool) -> str:
    name, label = named
    control = f'<input {_about(page, name, required=required)} {extra} value="{_escape(page.given.get(name, ""))}">'
    return _field(page, name, label, control, required=required)


def _choice(page: FormPage, name: str, label: str, choices: Sequence[str], *, required: bool) -> str:
    chosen = page.given.get(name, "")
    options = "".join(f"<option{' selected' if one == chosen else ''}>{_escape(one)}</option>" for one in choices)
    first = f'<option value="">{PAGE[page.language]["choose"]}</option>'
    control = f"<select {_about(page, name, required=required)}>{first}{options}</select>"
    return _field(page, name, label, control, required=required)


def _text(page: FormPage, label: str) -> str:
    given = _escape(page.given.get("text", ""))
    about = _about(page, "text", required=True)
    control = f'<textarea {about} rows="{_TEXT_ROWS}" maxlength="10000">\n{given}</textarea>'
    return _field(page, "text", label, control, required=True)


def _files(page: FormPage) -> str:
    words = PAGE[page.language]
    control = f'<input {_about(page, "files", required=False)} type="file" multiple>'
    return _field(page, "files", f"{words['files']}. {words['files_hint']}", control, required=False)


def _consent(page: FormPage) -> str:
    consent = page.form.consent
    if consent is None:
        return ""
    words = PAGE[page.language]
    link = f' <a href="{_escape(consent.url)}" rel="noopener">{words["policy"]}</a>' if consent.url else ""
    checked = " checked" if page.given.get("consent") else ""
    version = f'<input type="hidden" name="consent_version" value="{_escape(consent.version)}">'
    about = _about(page, "consent", required=True)
    text = _escape(consent.text.of(page.language))
    box = f'<label class="tick"><input {about} type="checkbox" value="yes"{checked}><span>{text}</span></label>'
    return f'<div class="field">{box}{link}{version}{_fault(page, "consent")}</div>'


def _trap(page: FormPage) -> str:
    """Write the field that only robots fill in; a person whose browser did so sees it, to empty it."""
    given, words = page.given.get(HONEYPOT, ""), PAGE[page.language]
    hidden = "" if given else ' class="trap" aria-hidden="true"'
    reach = "" if given else ' tabindex="-1"'
    control = f'<input name="{HONEYPOT}" id="{HONEYPOT}" value="{_escape(given)}" autocomplete="off"{reach}>'
    return f'<div{hidden}><label for="{HONEYPOT}">{words["website"]}</label>{control}{_fault(page, HONEYPOT)}</div>'


def _field(page: FormPage, name: str, label: str, control: str, *, required: bool) -> str:
    mark = "" if required else f' <span class="quiet">{PAGE[page.language]["optional"]}</span>'
    return f'<div class="field"><label for="{name}">{_escape(label)}{mark}</label>{control}{_fault(page, name)}</div>\n'


def _about(page: FormPage, name: str, *, required: bool) -> str:
    wrong = any(fault.field == name for fault in page.faults)
    faulty = f' aria-invalid="true" aria-describedby="{name}-wrong"' if wrong else ""
    return f'id="{name}" name="{name}"{" required" if required else ""}{faulty}'


def _fault(page: FormPage, name: str) -> str:
    found = next((fault for fault in page.faults if fault.field == name), None)
    return f'<p class="fault" id="{name}-wrong">{_escape(_said(page, found))}</p>' if found else ""


def _escape(text: str) -> str:
    return html.escape(text, quote=True)
