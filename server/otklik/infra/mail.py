"""The installation's own letters: handed to the mail server that its owner named, encrypted unless that is inside.

A letter is handed over once. Where nobody knows whether it was, that is said, and the caller must not send it again.
"""

from email.message import EmailMessage
from typing import Final
from urllib.parse import unquote, urlsplit

import aiosmtplib
from msgspec import Struct

_TIMEOUT_S: Final = 30.0
_PORTS: Final = {"smtps": 465, "smtp+starttls": 587, "smtp": 25}


class MailTrouble(Exception):
    """The letter was not handed over; `uncertain`: it may have been. `final`: trying again is of no use."""

    def __init__(self, detail: str, *, uncertain: bool = False, final: bool = False) -> None:
        super().__init__(detail)
        self.uncertain = uncertain
        self.final = final


class MailSender(Struct, frozen=True):
    """Hands letters over; `url` is empty where the owner named no server."""

    url: str
    sender: str

    @property
    def ready(self) -> bool:
        """Whether there is a server to hand letters to."""
        return bool(self.url)

    async def send(self, letter: EmailMessage) -> None:
        """Hand one letter over; raises MailTrouble."""
        parts = urlsplit(self.url)
        client = aiosmtplib.SMTP(
            hostname=parts.hostname, port=parts.port or _PORTS[parts.scheme], use_tls=parts.scheme == "smtps",
            start_tls=parts.scheme == "smtp+starttls", timeout=_TIMEOUT_S,
            username=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
        )  # fmt: skip
        try:
            await client.connect()
        except (aiosmtplib.SMTPException, OSError) as error:
            raise MailTrouble(f"no connection to the mail server: {type(error).__name__}") from None
        try:
            await client.send_message(letter)
        except aiosmtplib.SMTPResponseException as error:
            raise MailTrouble(f"{error.code} {error.message}"[:300], final=error.code >= _PERMANENT) from None
        except aiosmtplib.SMTPRecipientsRefused as error:
            codes = [refusal.code for refusal in error.recipients]
            raise MailTrouble("the address is refused", final=all(code >= _PERMANENT for code in codes)) from None
        except (aiosmtplib.SMTPException, OSError) as error:
            raise MailTrouble(f"the line broke: {type(error).__name__}", uncertain=True) from None
        finally:
            client.close()


_PERMANENT: Final = 500
