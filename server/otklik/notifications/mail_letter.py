"""The letter itself, in two languages, as plain text and as a page. Plain functions on plain values."""

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from html import escape
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct

SHOWN_MAX: Final = 20


class Item(Struct, frozen=True):
    """One thing to tell: its words, when it began, and the page of the desk it is about."""

    title: str
    body: str
    at: datetime
    url: str


class Letter(Struct, frozen=True, kw_only=True):
    """What a letter is made of."""

    to: str
    sender: str
    locale: str
    zone: str
    items: Sequence[Item]
    settings_url: str
    stop_url: str
    message_id: str


def write_letter(letter: Letter) -> EmailMessage:
    """Return the letter; at most twenty items are shown, the number of the rest is told."""
    words = _WORDS["en" if letter.locale == "en" else "ru"]
    made = EmailMessage()
    made["From"] = f"{words['app']} <{letter.sender}>"
    made["To"] = letter.to
    made["Subject"] = _subject(letter.items, words, letter.locale)
    made["Message-ID"] = f"<{letter.message_id}>"
    made["Auto-Submitted"] = "auto-generated"
    made["List-Unsubscribe"] = f"<{letter.stop_url}>"
    made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made.set_content(_plain(letter, words))
    made.add_alternative(_page(letter, words), subtype="html")
    return made


def _subject(items: Sequence[Item], words: dict[str, str], locale: str) -> str:
    if len(items) == 1:
        return " ".join(items[0].title.split())
    form = _plural(len(items), locale)
    return words[f"subject_{form}"].format(count=len(items))


def _plural(count: int, locale: str) -> str:
    if locale == "en":
        return "one" if count == 1 else "many"
    if count % 10 == 1 and count % 100 != 11:  # noqa: PLR2004 - the grammar of Russian numerals
        return "one"
    return "few" if count % 10 in {2, 3, 4} and count % 100 not in {12, 13, 14} else "many"


def _when(item: Item, letter: Letter) -> str:
    local = item.at.astimezone(ZoneInfo(letter.zone))
    return local.strftime("%d.%m %H:%M") if letter.locale != "en" else local.strftime("%d %b, %H:%M")


def _plain(letter: Letter, words: dict[str, str]) -> str:
    lines = [words["lead"], ""]
    for item in letter.items[:SHOWN_MAX]:
        lines += [f"{item.title} ({_when(item, letter)})", *([item.body] if item.body else []), item.url, ""]
    if len(letter.items) > SHOWN_MAX:
        lines += [words["more"].format(count=len(letter.items) - SHOWN_MAX), ""]
    lines += ["-- ", f"{words['settings']}: {letter.settings_url}", f"{words['stop']}: {letter.stop_url}"]
    return "\n".join(lines) + "\n"


def _page(letter: Letter, words: dict[str, str]) -> str:
    rows = "".join(_row(item, letter, words) for item in letter.items[:SHOWN_MAX])
    rest = len(letter.items) - SHOWN_MAX
    told = escape(words["more"].format(count=rest))
    more = f'<tr><td style="{_CELL}color:#5b6474">{told}</td></tr>' if rest > 0 else ""
    way = (
        f'<a href="{escape(letter.settings_url)}" style="{_LINK}">{escape(words["settings"])}</a> &nbsp;·&nbsp; '
        f'<a href="{escape(letter.stop_url)}" style="{_LINK}">{escape(words["stop"])}</a>'
    )
    return (
        f'<!doctype html><html lang="{"en" if letter.locale == "en" else "ru"}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"></head>'
        '<body style="margin:0;padding:24px 12px;background:#f1f2f5;color:#171b24;'
        "font:15px/22px -apple-system,'Segoe UI',Roboto,Arial,sans-serif\">"
        '<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center">'
        '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;'
        "background:#ffffff;"
        'border:1px solid #e6e8ee;border-radius:12px">'
        f'<tr><td style="padding:22px 24px 6px;font-size:18px;font-weight:600">{escape(words["app"])}</td></tr>'
        f'<tr><td style="padding:0 24px 12px;color:#5b6474">{escape(words["lead"])}</td></tr>'
        f'{rows}{more}<tr><td style="padding:14px 24px 22px;border-top:1px solid #e6e8ee;color:#5b6474;'
        f'font-size:13px;line-height:20px">{way}</td></tr>'
        "</table></td></tr></table></body></html>"
    )


def _row(item: Item, letter: Letter, words: dict[str, str]) -> str:
    body = f'<div style="margin-top:2px;color:#3c4454">{escape(item.body)}</div>' if item.body else ""
    return (
        f'<tr><td style="{_CELL}"><div><b>{escape(item.title)}</b> '
        f'<span style="color:#5b6474;font-size:13px">{escape(_when(item, letter))}</span></div>{body}'
        f'<a href="{escape(item.url)}" style="display:inline-block;margin-top:8px;padding:5px 12px;border-radius:8px;'
        f'background:#4a4fe0;color:#ffffff;text-decoration:none;font-size:13px">{escape(words["open"])}</a></td></tr>'
    )


_LINK: Final = "color:#4a4fe0"
_CELL: Final = "padding:14px 24px;border-top:1px solid #e6e8ee;"
_WORDS: Final = {
    "ru": {
        "app": "Отклик", "lead": "Вы ещё не видели:", "open": "Открыть",
        "more": "И ещё: {count}. Они ждут вас в Отклике.",
        "subject_one": "{count} непросмотренное событие", "subject_few": "{count} непросмотренных события",
        "subject_many": "{count} непросмотренных событий",
        "settings": "Настроить уведомления", "stop": "Больше не присылать писем",
    },
    "en": {
        "app": "Otklik", "lead": "You have not seen yet:", "open": "Open",
        "more": "And {count} more, waiting in Otklik.",
        "subject_one": "{count} thing you have not seen", "subject_many": "{count} things you have not seen",
        "settings": "Notification settings", "stop": "Send no more letters",
    },
}  # fmt: skip
