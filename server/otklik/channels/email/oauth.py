"""Access tokens for providers that no longer take passwords (RFC 6749), by a refresh token or a client secret."""

import time
from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode

import msgspec
from msgspec import Struct

from otklik.channelkit.channel import ChannelContext
from otklik.channelkit.errors import ChannelTrouble
from otklik.channels.email.settings import OAuth
from otklik.kit.http import HttpRequest, HttpTrouble

_EARLY_S: Final = 120.0
_DEFAULT_LIFE_S: Final = 3000.0


class TokenAnswer(Struct, frozen=True):
    """What a token server says."""

    access_token: str = ""
    expires_in: float = _DEFAULT_LIFE_S
    error: str = ""
    error_description: str = ""


class Tokens:
    """Remembers access tokens until shortly before they end."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: dict[tuple[int, OAuth], tuple[float, str]] = {}

    async def get(self, oauth: OAuth | None, context: ChannelContext) -> str:
        """Return an access token, '' when the mailbox uses a password. Raises ChannelTrouble."""
        if oauth is None:
            return ""
        kept = self._kept.get((context.inbox_id, oauth))
        if kept and kept[0] > self._clock():
            return kept[1]
        answer = await _ask(oauth, context)
        self._kept = {key: value for key, value in self._kept.items() if value[0] > self._clock()}
        self._kept[context.inbox_id, oauth] = (
            self._clock() + max(answer.expires_in - _EARLY_S, 0),
            answer.access_token,
        )
        return answer.access_token

    def forget(self, inbox_id: int) -> None:
        """Drop the tokens of an inbox after the server refused one."""
        self._kept = {key: value for key, value in self._kept.items() if key[0] != inbox_id}


def _form(oauth: OAuth) -> bytes:
    fields = {"client_id": oauth.client_id}
    if oauth.client_secret:
        fields["client_secret"] = oauth.client_secret
    if oauth.refresh_token:
        fields |= {"grant_type": "refresh_token", "refresh_token": oauth.refresh_token}
    else:
        fields |= {"grant_type": "client_credentials"}
    if oauth.scope:
        fields["scope"] = oauth.scope
    return urlencode(fields).encode()


async def _ask(oauth: OAuth, context: ChannelContext) -> TokenAnswer:
    request = HttpRequest(
        method="POST",
        url=oauth.token_url,
        headers={"content-type": "application/x-www-form-urlencoded", "accept": "application/json"},
        body=_form(oauth),
    )
    try:
        answer = await context.http.request(request)
    except HttpTrouble as error:
        raise ChannelTrouble(f"the token server does not answer: {error.detail}", retry_after_s=60) from error
    try:
        said = msgspec.json.decode(answer.body, type=TokenAnswer, strict=False)
    except msgspec.DecodeError:
        said = TokenAnswer(error=f"status {answer.status}")
    context.log.note("oauth token", ok=bool(said.access_token), detail=said.error)
    if said.access_token:
        return said
    final = 400 <= answer.status < 500 and answer.status != 429  # noqa: PLR2004 - HTTP's own numbers
    raise ChannelTrouble(
        f"no access token: {said.error} {said.error_description}".strip()[:300], stop=final, retry_after_s=60
    )
