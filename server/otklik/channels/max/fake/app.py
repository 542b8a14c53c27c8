"""The fake MAX as an ASGI application: bots on one side, a person's hand on the other."""

import asyncio
import re
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

from otklik.channelkit.fakes import FakeAnswer, FakeRequest, json_answer
from otklik.channelkit.stage import Account
from otklik.channels.max.fake import writing
from otklik.channels.max.fake.answers import OK, bad, origin_of, read_body, refused
from otklik.channels.max.fake.shapes import Shapes, dialog_of, show_bot, show_user
from otklik.channels.max.fake.stage import MaxStage

_SECRET = re.compile(r"[A-Za-z0-9_-]{5,256}")
_POLL_MAX_S, _LIMIT_MAX = 90.0, 1000
_PORT = 443
Query = dict[str, str]


class FakeMax(MaxStage):
    """MAX in one object. Mount it anywhere and use its address as the base of the API.

    Moods beside those of every stage: `not_ready` — the next messages meet a file that is still being digested ·
    `dialog_unknown` — GET /chats knows no dialogs.
    """

    async def api(self, request: FakeRequest) -> FakeAnswer:
        """Do one call of a bot, or give a file to whoever has its address."""
        self.world.extra["origin"] = origin_of(request)
        head, _, rest = request.path.strip("/").partition("/")
        if head == "files":
            return self._give(rest)
        if head == "upload":
            return writing.take_upload(self, request, rest)
        account = self._account(request)
        query = dict(parse_qsl(request.query, keep_blank_values=True))
        if request.method == "GET" and head == "updates":
            return await self._updates(account, query)
        plain = _PLAIN.get(f"{request.method} /{request.path.strip('/')}")
        if plain is not None:
            return plain(self, account, request, query)
        return self._of_one(account, request, head, rest)

    def _of_one(self, account: Account, request: FakeRequest, head: str, rest: str) -> FakeAnswer:
        """Do a call about one thing that stands in the path."""
        if request.method == "GET" and head == "messages" and rest:
            return writing.get_message(self, account, request, rest)
        if request.method == "GET" and head == "videos" and rest:
            return self._video(request, rest)
        if request.method == "POST" and head == "chats" and rest.endswith("/actions"):
            return writing.show_action(self, account, request, rest.removesuffix("/actions"))
        if request.method == "GET" and head == "chats" and rest:
            return self._chat(account, request, rest)
        raise refused(404, "not.found", f"Unknown path {request.path}")

    def _account(self, request: FakeRequest) -> Account:
        token = request.headers.get("authorization", "")
        for account in self.world.accounts.values():
            if account.token == token and not account.revoked:
                return account
        raise refused(401, "verify.token", "Invalid access_token")

    def _give(self, number: str) -> FakeAnswer:
        file = self.world.files.get(number)
        photo = self.world.people.get(number.removeprefix("photo-"))
        data = file.data if file else photo.photo if photo else b""
        if not data:
            return FakeAnswer(status=404, body=b"gone")
        return FakeAnswer(body=data, headers={"content-type": (file.mime if file else "") or "image/jpeg"})

    # Reading --------------------------------------------------------------------------------------------------------

    async def _updates(self, account: Account, query: Query) -> FakeAnswer:
        """Give what waits; without a marker only the last of it."""
        if account.extra.get("subscriptions"):
            raise refused(405, "not.allowed", "Long polling is not available while a webhook is subscribed")
        limit = min(int(query.get("limit", "100")), _LIMIT_MAX)
        deadline = asyncio.get_running_loop().time() + min(float(query.get("timeout", "30")), _POLL_MAX_S)
        marker = query.get("marker", "")
        while True:
            queue = account.extra.get("queue", [])
            found = [one for one in queue if one["number"] >= int(marker)] if marker else queue[-1:]
            left = deadline - asyncio.get_running_loop().time()
            if found or left <= 0:
                break
            await self.changes.wait(self.changes.version, left)
        taken = found[:limit]
        for one in taken:
            self.note_sent(account, one["update"], "polling")
        following = taken[-1]["number"] + 1 if taken else account.next_update
        return json_answer({"updates": [one["update"] for one in taken], "marker": following})

    def _video(self, request: FakeRequest, token: str) -> FakeAnswer:
        file = self.world.files.get(token.removeprefix("t-"))
        if file is None:
            raise refused(404, "video.not.found", "Video not found")
        address = Shapes(self.world, origin_of(request)).address(file)
        urls = {"mp4_1080": None, "mp4_720": address, "hls": None}
        return json_answer({"token": token, "urls": urls, "width": 640, "height": 360, "duration": 1})

    def _chat(self, account: Account, request: FakeRequest, dialog: str) -> FakeAnswer:
        if self.moods.take("dialog_unknown") is not None:
            raise refused(404, "chat.not.found", "Chat not found")
        _, person = writing.find_dialog(self, account, {"chat_id": dialog})
        photo = {"full_avatar_url": f"{origin_of(request)}/files/photo-{person.id}"} if person.photo else {}
        return json_answer({
            "chat_id": dialog_of(account, person.id), "type": "dialog", "status": "active", "title": None,
            "icon": None, "last_event_time": 1, "participants_count": 2, "is_public": False, "description": None,
            "dialog_with_user": show_user(person) | photo,
        })  # fmt: skip

    # Subscriptions --------------------------------------------------------------------------------------------------

    def list_hooks(self, account: Account, _request: FakeRequest, _query: Query) -> FakeAnswer:
        """Do GET /subscriptions."""
        shown = [
            {"url": one["url"], "time": one["time"], "update_types": one["update_types"] or None}
            for one in account.extra.get("subscriptions", [])
        ]
        return json_answer({"subscriptions": shown})

    def add_hook(self, account: Account, request: FakeRequest, _query: Query) -> FakeAnswer:
        """Do POST /subscriptions; the same address again replaces."""
        body = read_body(request)
        url, secret = str(body.get("url", "")), body.get("secret")
        if self.moods.take("any_webhook_url") is None:
            _check_url(url)
        if secret is not None and not _SECRET.fullmatch(str(secret)):
            raise bad("secret: must match ^[a-zA-Z0-9_-]{5,256}$")
        others = [one for one in account.extra.get("subscriptions", []) if one["url"] != url]
        added = {"url": url, "secret": secret or "", "time": 1, "update_types": body.get("update_types") or []}
        account.extra["subscriptions"] = [*others, added]
        self.touch()
        return json_answer(OK)

    def remove_hook(self, account: Account, _request: FakeRequest, query: Query) -> FakeAnswer:
        """Do DELETE /subscriptions; one that is not there is none the less gone."""
        kept = [one for one in account.extra.get("subscriptions", []) if one["url"] != query.get("url")]
        account.extra["subscriptions"] = kept
        self.hooks.cancel(f"{account.id}:{query.get('url')}:")
        self.touch()
        return json_answer(OK)

    def show_me(self, account: Account, _request: FakeRequest, _query: Query) -> FakeAnswer:
        """Do GET /me."""
        return json_answer(show_bot(account) | {"description": None, "commands": None})


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" or (parts.port or _PORT) != _PORT or not parts.hostname:
        raise bad("url: only https on port 443 is supported")


_Plain = Callable[[FakeMax, Account, FakeRequest, Query], FakeAnswer]
_PLAIN: dict[str, _Plain] = {
    "GET /me": FakeMax.show_me,
    "GET /subscriptions": FakeMax.list_hooks,
    "POST /subscriptions": FakeMax.add_hook,
    "DELETE /subscriptions": FakeMax.remove_hook,
    "POST /uploads": writing.ask_upload,
    "POST /messages": writing.send_message,
    "PUT /messages": writing.edit_message,
    "DELETE /messages": writing.delete_message,
    "POST /answers": writing.answer_press,
}
