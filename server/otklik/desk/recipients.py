"""To whom a letter goes. Pure: what was typed and what the last letter said in, clean addresses out."""

from collections.abc import Collection, Iterable, Sequence

from msgspec import Struct

from otklik.desk.schemas_mail import RECIPIENTS_MAX
from otklik.kit.errors import FieldError, Invalid
from otklik.kit.mail_addresses import normalise_address


class Recipients(Struct, frozen=True, kw_only=True):
    """Clean addresses, each once."""

    to: tuple[str, ...]
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()


def read_address(text: str) -> str:
    """Return an address in normal form, or '' when nobody outside could have it."""
    address = normalise_address(text)
    return address if "." in address.rpartition("@")[2] else ""


def read_recipients(
    to: Sequence[str], cc: Sequence[str], bcc: Sequence[str], *, path: str, known: str = ""
) -> Recipients:
    """Clean what was typed; raises Invalid naming each wrong address by its place below `path`.

    `known` is the customer's own address, right whatever it looks like. Whoever stands in several lines stays in the
    first.
    """
    faults: list[FieldError] = []
    seen: set[str] = set()
    lines: dict[str, tuple[str, ...]] = {}
    for name, typed in (("to", to), ("cc", cc), ("bcc", bcc)):
        found = [(number, text, _clean(text, known)) for number, text in enumerate(typed)]
        faults += [
            FieldError(f"{path}{name}.{number}", "bad_address", f"{text[:100]!r} is not an e-mail address")
            for number, text, address in found
            if not address
        ]
        lines[name] = _once((address for _, _, address in found if address), seen)
    if len(seen) > RECIPIENTS_MAX:
        faults.append(FieldError(f"{path}to", "too_many_recipients", f"at most {RECIPIENTS_MAX} recipients"))
    if faults:
        raise Invalid("some recipients are wrong", errors=tuple(faults[:50]))
    return Recipients(to=lines["to"], cc=lines["cc"], bcc=lines["bcc"])


def _clean(text: str, known: str) -> str:
    return known if known and text.strip().lower() == known.lower() else read_address(text)


def _once(addresses: Iterable[str], seen: set[str]) -> tuple[str, ...]:
    kept = []
    for address in addresses:
        if address.lower() not in seen:
            seen.add(address.lower())
            kept.append(address)
    return tuple(kept)


def reply_to_all(customer: str, to: Sequence[str], cc: Sequence[str], own: Collection[str]) -> Recipients:
    """Return the customer and everybody else the letter named, without ourselves, at most as many as may be."""
    seen: set[str] = set()
    others = [
        [address for text in line if (address := read_address(text)) and not is_own(address, own)] for line in (to, cc)
    ]
    everybody = Recipients(to=_once([customer, *others[0]], seen), cc=_once(others[1], seen))
    room = RECIPIENTS_MAX - len(everybody.to)
    return Recipients(to=everybody.to[:RECIPIENTS_MAX], cc=everybody.cc[: max(room, 0)])


def is_own(address: str, own: Collection[str]) -> bool:
    """Whether an address is one of ours, also with a token behind a plus sign."""
    local, _, domain = address.partition("@")
    return address in own or f"{local.partition('+')[0]}@{domain}" in own
