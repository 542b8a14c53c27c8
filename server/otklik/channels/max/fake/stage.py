"""The world of MAX: how events reach a bot, and what its accounts are."""

from collections.abc import Iterator
from typing import Any, ClassVar

from otklik.channelkit.fakes import FakeAnswer, FakeRequest
from otklik.channelkit.stage import Account, Chat, Fact, StageProvider
from otklik.channels.max.fake.answers import misbehaviour
from otklik.channels.max.fake.shapes import Shapes, milliseconds
from otklik.channels.max.fake.telling import tell_update

Json = dict[str, Any]
_REPEATS, _FIRST_PAUSE_S, _GROWTH = 10, 60.0, 2.5
_KEEP_S = 8 * 3600.0
_QUEUE_MAX = 1000


class MaxStage(StageProvider):
    """What all calls share: subscriptions, the queue of those who ask, and times that never repeat."""

    can: ClassVar[frozenset[str]] = frozenset({"file", "sticker", "location", "contact", "edit", "erase", "block"})

    def tell(self, fact: Fact) -> None:
        """Tell every subscribed address, or keep the event for those who ask."""
        account = fact.account
        origin = str(self.world.extra.get("origin", "https://platform-api2.max.ru"))
        update = tell_update(fact, Shapes(self.world, origin), self._moment(account))
        if update is None:
            return
        subscriptions = account.extra.get("subscriptions", [])
        wanting = [one for one in subscriptions if _wants(one, update["update_type"])]
        for one in wanting:
            headers = {"x-max-bot-api-secret": one["secret"]} if one["secret"] else {}
            lane = f"{one['url']}:{fact.person.ref}"
            self.emit(account, update, url=one["url"], headers=headers, lane=lane, keep_s=_KEEP_S)
        if not subscriptions:
            queue = account.extra.setdefault("queue", [])
            queue.append({"number": account.next_update, "update": update})
            del queue[:-_QUEUE_MAX]
            account.next_update += 1
            self.touch()

    def misbehave(self, mood: str, value: float, request: FakeRequest) -> FakeAnswer:
        """Refuse as the server does in such a mood."""
        del request
        return misbehaviour(mood, value)

    def open_account(self, name: str, username: str) -> Json:
        """Make a bot."""
        number = str(self.next_id())
        token = f"max-{number}-token-of-the-stage"
        self.world.accounts[number] = Account(id=number, name=name, username=username, token=token)
        self.touch()
        return {"token": token, "transport": "webhook"}

    def name_message(self, account: Account, chat: Chat, number: int) -> str:
        """Return the id of a message."""
        return f"mid.{account.id}.{chat.person}.{number}"

    def name_call(self, request: FakeRequest) -> str:
        """Name a call as our own client does."""
        return f"{request.method} /{request.path.strip('/').partition('/')[0]}"

    def pauses(self) -> Iterator[float]:
        """Repeat ten times, at first after a minute, then each time two and a half times later."""
        for number in range(_REPEATS):
            yield _FIRST_PAUSE_S * _GROWTH**number
        yield _KEEP_S * 2

    def forget_hooks(self, bot: str) -> None:
        """Remove all subscriptions of a bot, as MAX does silently after eight hours of failures."""
        self.player.account(bot).extra["subscriptions"] = []
        self.touch()

    def _moment(self, account: Account) -> int:
        """Return a time that no earlier event of this bot has."""
        moment = max(milliseconds(self.now()), int(account.extra.get("last", 0)) + 1)
        account.extra["last"] = moment
        return moment


def _wants(subscription: Json, kind: str) -> bool:
    return not subscription["update_types"] or kind in subscription["update_types"]
