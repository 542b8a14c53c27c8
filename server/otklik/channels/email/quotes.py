"""What the person wrote now, apart from what they quoted and how they signed. Nothing is deleted: it is folded."""

import re
from typing import Final

from msgspec import Struct

_DAYS: Final = "пн|вт|ср|чт|пт|сб|вс"
_LONG_DAYS: Final = "понедельник|вторник|среда|четверг|пятница|суббота|воскресенье"
_YEAR: Final = r"(?:19|20)\d\d"
_TIME: Final = r"\d{1,2}[:.]\d\d"

ATTRIBUTIONS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:{_DAYS}), \d{{1,2}} [а-яё]{{3,8}}\.? {_YEAR} ?г\.,? в {_TIME},? .{{1,200}}:",
        (
            rf"\d{{1,2}} [а-яё]{{3,8}}\.? {_YEAR} ?(?:г\.|года),? в {_TIME},? .{{1,200}}(?:написал(?:\(?а\)?)?|пишет)"
            r" ?(?:\(.{0,40}\))?:"
        ),
        (
            rf"\d{{1,2}}[./]\d\d[./](?:\d\d|{_YEAR}),? (?:в )?{_TIME}(?::\d\d)?,? .{{1,200}}"
            r"(?:@|пишет|написал|wrote|écrit|schrieb).{0,200}:"
        ),
        (
            rf"(?:{_LONG_DAYS}|{_DAYS}),? \d{{1,2}} [а-яё]+ {_YEAR}(?: ?г\.)?,? {_TIME}(?: [+-]\d\d:?\d\d)?,?"
            r" от .{1,200}:"
        ),
        (
            rf"\d{{1,2}} [а-яё]+ {_YEAR}(?: ?г\.)?,? {_TIME}(?: [+-]\d\d:?\d\d)?,?"
            r" от .{1,200}:"
        ),
        rf"\d\d\.\d\d\.{_YEAR},? {_TIME}(?::\d\d)?,? .{{1,200}}:",
        r".{1,120} (?:писал|написал)(?:\(?а\)?)? .{0,60}\d{1,2}[.:]\d\d.{0,60}:",
        r"On .{5,250} wrote ?:",
        rf".{{0,60}}{_YEAR}.{{1,200}} wrote ?:",
        r"Le .{5,250} a écrit ?:",
        r"Am .{5,250} schrieb.{0,200}:",
        r".{1,120} schrieb am .{5,160}:",
        r"El .{5,250} escribi(?:ó|o) ?:",
        r"Il .{5,250} ha scritto ?:",
        r"Em .{5,250} escreveu ?:",
        r"Op .{5,250} schreef .{0,200}:",
        r"W dniu .{5,250} (?:napisał(?:\(?a\)?)?|pisze) ?:",
        rf"{_YEAR}[-年./].{{5,200}}(?:写道|:|：)",
        rf"(?:[а-яіїєґ]{{2,3}}, )?\d{{1,2}} [а-яіїєґ]{{3,12}}\.? {_YEAR} ?р\.,? (?:о )?{_TIME},? .{{1,210}}:",
    )
)
"""Lines that introduce a quote: Gmail, Apple Mail, Yandex, Mail.ru, Thunderbird and their translations."""

_SEPARATOR = re.compile(
    r"(?:[-_*]{2,} ?)(?:исходное сообщение|пересылаемое сообщение|пересылаемое письмо|пересланное сообщение|"
    r"конец пересылаемого сообщения|original message|forwarded message|ursprüngliche nachricht|message d'origine|"
    r"message transféré|mensaje original|mensaje reenviado|messaggio originale|messaggio inoltrato|"
    r"weitergeleitete nachricht|wiadomość oryginalna)(?: ?[-_*]{2,})?|"
    r"(?:begin forwarded message|начало переадресованного сообщения|anfang der weitergeleiteten nachricht|"
    r"début du message réexpédié) ?:",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"\*{0,2}(?:от|from|кому|to|копия|cc|отправлено|sent|дата|date|тема|subject|de|para|à|objet|asunto|von|an|"
    r"betreff|gesendet|envoyé|enviado|da|a|oggetto|inviato|від|надіслано)\*{0,2} ?:\*{0,2} .+",
    re.IGNORECASE,
)
_RULE = re.compile(r"[_\-=]{10,}")
_QUOTED = re.compile(r"\s{0,3}>")
_SIGN_LINE = re.compile(r"-- ?|—|__")
_CLOSING = re.compile(
    r"(?:с (?:наилучшими пожеланиями|уважением|приветом|любовью)|всего доброго|всего хорошего|с благодарностью|"
    r"best regards|kind regards|warm regards|best wishes|many thanks|regards|sincerely|"
    r"yours (?:sincerely|truly|faithfully)|"
    r"mit freundlichen grüßen|viele grüße|freundliche grüße|beste grüße|cordialement|bien à vous|"
    r"saludos(?: cordiales)?|"
    r"un saludo|atentamente|cordiali saluti|distinti saluti|atenciosamente|met vriendelijke groet(?:en)?|z poważaniem|"
    r"pozdrawiam|з повагою)\b.{0,60}",
    re.IGNORECASE,
)
_DEVICE = re.compile(
    r"(?:отправлено (?:с|со|из|через|от) .{2,80}|sent (?:from|with|via) .{2,80}|get outlook for .{2,40}|"
    r"von meinem .{2,40} gesendet|envoyé de(?:puis)? .{2,60}|enviado desde .{2,60}|inviato da .{2,60}|"
    r"wysłane z .{2,60}|скачать outlook для .{2,40}|надіслано з .{2,60})",
    re.IGNORECASE,
)
_BROKEN_OVER = 3
_FIELDS_MIN = 3
_CLOSING_LINES = 7
_ATTRIBUTION_MAX = 400


class Split(Struct, frozen=True):
    """Visible text, and what is shown on demand."""

    visible: str
    folded: str = ""


def _attribution_at(lines: list[str], start: int) -> int:
    """Return how many lines from `start` introduce a quote: programs break the line anywhere."""
    first = _plain(lines[start])
    if not first:
        return 0
    for count in range(1, _BROKEN_OVER + 1):
        piece = [_plain(line) for line in lines[start : start + count]]
        if len(piece) < count or not all(piece):
            return 0
        joined = " ".join(piece)
        if joined.endswith((":", "：")) and len(joined) <= _ATTRIBUTION_MAX:
            return count if any(pattern.fullmatch(joined) for pattern in ATTRIBUTIONS) else 0
    return 0


def _plain(line: str) -> str:
    return line.replace("\xa0", " ").replace("\u202f", " ").strip().removeprefix(">").strip()


def _fields_at(lines: list[str], start: int) -> bool:
    """Say whether a block of From/Sent/To/Subject begins here, blank lines between them allowed."""
    if not _FIELD.fullmatch(_plain(lines[start])):
        return False
    near = [text for line in lines[start : start + 2 * _FIELDS_MIN + 2] if (text := _plain(line))]
    return len(near) >= _FIELDS_MIN and all(_FIELD.fullmatch(text) for text in near[:_FIELDS_MIN])


def _hard_cut_at(lines: list[str], start: int) -> bool:
    text = _plain(lines[start])
    if _SEPARATOR.fullmatch(text) or _fields_at(lines, start):
        return True
    following = next((n for n in range(start + 1, min(start + 4, len(lines))) if _plain(lines[n])), None)
    return bool(_RULE.fullmatch(text)) and following is not None and _fields_at(lines, following)


def _mark_quotes(lines: list[str]) -> list[bool]:
    """Say for each line whether it is quoted."""
    marks = [bool(_QUOTED.match(line)) for line in lines]
    at = 0
    while at < len(lines):
        if not marks[at] and _hard_cut_at(lines, at):
            return marks[:at] + [True] * (len(lines) - at)
        count = _attribution_at(lines, at)
        if count:
            marks[at : at + count] = [True] * count
            after = next((n for n in range(at + count, len(lines)) if lines[n].strip()), None)
            if after is not None and not marks[after]:
                return marks[:at] + [True] * (len(lines) - at)
            at += count
        at += 1
    return marks


def _blank_as_neighbours(lines: list[str], marks: list[bool]) -> list[bool]:
    """Let empty lines between quoted lines be quoted too."""
    full = marks[:]
    last = -1
    for at, line in enumerate(lines):
        if not line.strip() and not marks[at]:
            continue
        if marks[at] and last >= 0 and marks[last]:
            full[last + 1 : at] = [True] * (at - last - 1)
        last = at
    return full


def _runs(marks: list[bool], lines: list[str]) -> int:
    """Count separate quoted stretches that have visible words after them."""
    runs, inside = 0, False
    for at, line in enumerate(lines):
        if marks[at]:
            inside = True
        elif inside and line.strip():
            runs, inside = runs + 1, False
    return runs + int(inside)


def _interleaved(marks: list[bool], lines: list[str]) -> bool:
    answered = any(not mark and line.strip() for mark, line in zip(marks, lines, strict=True))
    return answered and _runs(marks, lines) > 1


def _signature_start(lines: list[str]) -> int:
    """Return where the signature begins, or the number of lines."""
    filled = [at for at, line in enumerate(lines) if line.strip()]
    for at in filled[1:]:
        if _SIGN_LINE.fullmatch(lines[at].strip("\xa0\t").removesuffix("\r")):
            return at
    tail = filled[-_CLOSING_LINES:]
    for at in tail:
        text = _plain(lines[at])
        if at != filled[0] and (_CLOSING.fullmatch(text) or _DEVICE.fullmatch(text.rstrip("."))):
            return at
    return len(lines)


def _tidy(lines: list[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def split_text(text: str) -> Split:
    """Split a letter's plain text. When quotes and answers alternate, or nothing would remain, all is visible."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    marks = _blank_as_neighbours(lines, _mark_quotes(lines))
    if _interleaved(marks, lines):
        marks = [False] * len(lines)
    own = [line for mark, line in zip(marks, lines, strict=True) if not mark]
    cut = _signature_start(own)
    visible = _tidy(own[:cut])
    if not visible.strip():
        cut, visible = len(own), _tidy(own)
    if not visible.strip():
        return Split(_tidy(lines))
    quoted = [line for mark, line in zip(marks, lines, strict=True) if mark]
    pieces = (_tidy(own[cut:]), _tidy(quoted))
    return Split(visible, "\n\n".join(piece for piece in pieces if piece.strip()))
