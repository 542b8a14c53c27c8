"""The words that stand below a letter: the signature, and the letter that is answered or passed on.

Both forms are written as mail programs write them, so that they fold the quote, and so that our own reader cuts it
from the answer. The HTML of a stranger is cleaned before it travels in our name.
"""

import html as markup
from typing import Final

from otklik.channelkit.outbound import QuotedLetter
from otklik.channels.email.letter import one_line
from otklik.kit.html import clean_html

QUOTE_MAX: Final = 50_000
"""Signs of quoted plain text; the rest is cut."""
QUOTE_HTML_MAX: Final = 300_000
"""Signs of quoted HTML; a longer letter is quoted as plain text."""
_CUT: Final = "[…]"
_BAR: Final = "margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex"
_PASSED_ON: Final = {
    "ru": ("-------- Пересылаемое сообщение --------", "От", "Дата", "Тема", "Кому", "Копия"),
    "en": ("---------- Forwarded message ----------", "From", "Date", "Subject", "To", "Cc"),
}
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _person(quote: QuotedLetter) -> str:
    name, address = one_line(quote.author, 100), quote.address
    return f"{name} <{address}>" if name and address and name != address else name or address


def _moment(quote: QuotedLetter) -> str:
    at = quote.at
    if quote.language == "ru":
        return f"{at:%d.%m.%Y, %H:%M}"
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year} at {at:%H:%M}"


def attribution(quote: QuotedLetter) -> str:
    """Return the line above a quote, in the spelling that programs look for."""
    if quote.language == "ru":
        return f"{_moment(quote)}, {_person(quote)} пишет:"
    return f"On {_moment(quote)}, {_person(quote)} wrote:"


def _heading(quote: QuotedLetter) -> list[str]:
    """Return the lines above a letter that is passed on."""
    rule, sender, date, subject, to, cc = _PASSED_ON["ru" if quote.language == "ru" else "en"]
    lines = [rule, f"{sender}: {_person(quote)}", f"{date}: {_moment(quote)}"]
    for label, words in ((subject, one_line(quote.subject)), (to, ", ".join(quote.to)), (cc, ", ".join(quote.cc))):
        if words:
            lines.append(f"{label}: {words}")
    return lines


def _cut(text: str) -> str:
    return text if len(text) <= QUOTE_MAX else f"{text[:QUOTE_MAX].rstrip()}\n{_CUT}"


def quote_plain(quote: QuotedLetter) -> str:
    """Return the quote as plain text: behind `> ` when it is answered, under its headers when it is passed on."""
    text = _cut(quote.text.strip("\n"))
    if quote.passed_on:
        return "\n".join([*_heading(quote), "", text])
    lines = (f">{line}" if line.startswith(">") else f"> {line}".rstrip() for line in text.split("\n"))
    return "\n".join([attribution(quote), *lines])


def _inner(quote: QuotedLetter) -> str:
    if quote.html and len(quote.html) <= QUOTE_HTML_MAX:
        cleaned = clean_html(quote.html, _picture).html
        if len(cleaned) <= QUOTE_HTML_MAX:
            return cleaned
    return _lines(_cut(quote.text.strip("\n")))


def _picture(source: str) -> str | None:
    """Pictures inside the quoted letter do not travel with ours; links to those on the web stay."""
    return source if source.lower().startswith(("https://", "http://")) else None


def _lines(text: str) -> str:
    return markup.escape(text, quote=False).replace("\n", "<br>\n")


def quote_html(quote: QuotedLetter) -> str:
    """Return the same as HTML."""
    if quote.passed_on:
        heading = _lines("\n".join(_heading(quote)))
        return f'<div class="gmail_quote"><div class="gmail_attr">{heading}</div><br>\n<div>{_inner(quote)}</div></div>'
    line = _lines(attribution(quote))
    return (
        f'<div class="gmail_quote"><div class="gmail_attr">{line}</div>\n'
        f'<blockquote type="cite" class="gmail_quote" style="{_BAR}">{_inner(quote)}</blockquote></div>'
    )


def sign_plain(signature: str) -> str:
    """Return a signature behind the mark by which programs know one."""
    return f"-- \n{signature.strip()}"


def sign_html(signature: str) -> str:
    """Return the same as HTML."""
    return f'<div class="gmail_signature">-- <br>\n{_lines(signature.strip())}</div>'


def below_plain(text: str, signature: str, quote: QuotedLetter | None) -> str:
    """Put what stands below a letter under its words."""
    pieces = [text, sign_plain(signature) if signature.strip() else "", quote_plain(quote) if quote else ""]
    return "\n\n".join(piece for piece in pieces if piece)


def below_html(body: str, signature: str, quote: QuotedLetter | None) -> str:
    """The same for HTML; `body` is a fragment."""
    pieces = [body, sign_html(signature) if signature.strip() else "", quote_html(quote) if quote else ""]
    return "<br>\n".join(piece for piece in pieces if piece)
