import json
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest

from otklik.channelkit.fakes import AsgiFake, FakeAnswer, FakeRequest, LocalHttp, json_answer
from otklik.channelkit.stage import Erased, Fact, Key, Pressed, Reacted, Refused, Saw, StageProvider, Started, Wrote
from otklik.kit.errors import Conflict, NotFound
from otklik.kit.http import FilePart, HttpRequest, HttpTrouble

HOST = "stage.test"
DESK = "desk.test"


class Desk(AsgiFake):
    """The side that is delivered to."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.answers: list[int] = []

    async def respond(self, request: FakeRequest) -> FakeAnswer:
        status = self.answers.pop(0) if self.answers else 200
        if status == 200:
            self.heard.append(json.loads(request.body))
        return FakeAnswer(status=status)


class Pigeon(StageProvider):
    """A messenger small enough to see through."""

    can: ClassVar[frozenset[str]] = frozenset({"file", "edit", "erase", "react", "block"})

    def open_account(self, name: str, username: str) -> dict[str, Any]:
        from otklik.channelkit.stage import Account  # noqa: PLC0415 - only this stage makes accounts

        account = Account(id=f"a{self.next_id()}", name=name, username=username, token="t", hook=f"http://{DESK}/")
        self.world.accounts[account.id] = account
        return {"token": account.token}

    def tell(self, fact: Fact) -> None:
        body: dict[str, Any] = {"what": type(fact).__name__, "who": fact.person.ref}
        match fact:
            case Wrote(message=message) | Erased(message=message):
                body |= {"id": message.ref, "text": message.text}
            case Started(ref=ref):
                body["ref"] = ref
            case Pressed(key=key):
                body["payload"] = key.payload
            case Reacted(emojis=emojis):
                body["emojis"] = list(emojis)
            case Saw(message=message):
                body["status"] = message.status
            case _:
                pass
        self.emit(fact.account, body, lane=fact.person.ref)

    def misbehave(self, mood: str, value: float, request: FakeRequest) -> FakeAnswer:
        del request
        return json_answer({"error": mood, "wait": value}, {"throttled": 429, "down": 500, "revoked": 401}[mood])

    async def api(self, request: FakeRequest) -> FakeAnswer:
        given = json.loads(request.body)
        account = next(iter(self.world.accounts.values()))
        person = self.find_person(given["to"])
        if person is None:
            raise Refused(json_answer({"error": "nobody"}, 404))
        chat = account.chats[str(person.id)]
        keys = [[Key(text="Да", payload="yes"), Key(text="Сайт", url="https://shop.example/")]]
        return json_answer({"id": self.write(account, chat, text=given["text"], keys=keys).ref})

    def pauses(self) -> Iterator[float]:
        while True:
            yield 0.0


class Play:
    """One pigeon, one person, one desk."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.http = LocalHttp({DESK: self.desk}, patience_s=0.05)
        self.stage = Pigeon(self.http, control_key="key")
        self.http.mount(HOST, self.stage)
        self.hand = self.stage.player
        self.hand.open_account("Магазин", "shop")
        self.person = self.hand.create_person("Вера", phone="+79160000000")

    async def call(self, text: str, to: str = "") -> Any:
        body = json.dumps({"to": to or str(self.person), "text": text}).encode()
        answer = await self.http.request(HttpRequest(method="POST", url=f"http://{HOST}/send", body=body))
        return answer.status, json.loads(answer.body)

    async def heard(self) -> list[dict[str, Any]]:
        await self.stage.settle()
        return self.desk.heard


@pytest.fixture
def play() -> Play:
    return Play()


async def test_what_the_person_does_is_delivered_in_order(play: Play) -> None:
    number = play.hand.send_text("shop", play.person, "привет")
    play.hand.react("shop", play.person, number, ("👍",))
    play.hand.erase("shop", play.person, number)
    assert [one["what"] for one in await play.heard()] == ["Wrote", "Reacted", "Erased"]
    assert play.hand.view("shop", play.person)["messages"] == []
    with pytest.raises(NotFound):
        play.hand.react("shop", play.person, number, ())


async def test_a_delivery_that_is_refused_comes_again_and_waits_meanwhile(play: Play) -> None:
    play.desk.answers = [500, 503]
    play.hand.start("shop", play.person, "promo")
    account = play.hand.account("shop")
    assert len(account.waiting) == 1
    assert await play.heard() == [{"what": "Started", "who": str(play.person), "ref": "promo"}]
    assert account.waiting == []


async def test_our_message_is_seen_with_its_buttons_and_a_press_comes_back(play: Play) -> None:
    play.hand.start("shop", play.person)
    status, said = await play.call("Вопрос решён?")
    seen = play.hand.view("shop", play.person)["messages"][0]
    assert (status, seen["ref"], seen["mine"]) == (200, said["id"], False)
    assert [key["text"] for key in seen["buttons"][0]] == ["Да", "Сайт"]
    assert play.hand.press("shop", play.person, seen["id"], 0, 1) == "https://shop.example/"
    play.hand.press("shop", play.person, seen["id"])
    assert play.hand.view("shop", play.person)["presses"][0]["spinning"]
    assert (await play.heard())[-1]["payload"] == "yes"
    assert [play.hand.receive("shop", play.person, status) for status in ("delivered", "read", "read")] == [1, 1, 0]
    assert [one["status"] for one in (await play.heard())[-2:]] == ["delivered", "read"]


@pytest.mark.parametrize(("mood", "status"), [("throttled", 429), ("down", 500), ("revoked", 401)])
async def test_in_a_mood_that_refuses_nothing_happens(play: Play, mood: str, status: int) -> None:
    play.hand.start("shop", play.person)
    play.stage.moods.set(mood, times=1, value=3)
    assert (await play.call("раз"))[0] == status
    assert play.hand.view("shop", play.person)["messages"] == []
    assert (await play.call("два"))[0] == 200


async def test_in_silence_it_happens_and_nobody_says_so(play: Play) -> None:
    play.hand.start("shop", play.person)
    play.stage.moods.set("silent", times=1)
    with pytest.raises(HttpTrouble) as trouble:
        await play.call("слышно?")
    assert trouble.value.sent
    assert [one["text"] for one in play.hand.view("shop", play.person)["messages"]] == ["слышно?"]
    assert [(one.call, one.answer) for one in play.stage.received] == [("send", 0)]


async def test_the_hand_may_do_only_what_the_messenger_has(play: Play) -> None:
    with pytest.raises(Conflict, match="location"):
        play.hand.send_location("shop", play.person, 55.0, 37.0)
    play.hand.block("shop", play.person)
    play.hand.block("shop", play.person)
    with pytest.raises(Conflict, match="blocked"):
        play.hand.send_text("shop", play.person, "не дойдёт")
    assert [one["what"] for one in await play.heard()] == ["Blocked"]
    play.hand.start("shop", play.person)
    play.hand.send_text("shop", play.person, "снова тут")
    play.hand.delete_person(play.person)
    with pytest.raises(Conflict, match="deleted"):
        play.hand.send_text("shop", play.person, "уже нет")


async def test_the_world_survives_as_plain_values(play: Play) -> None:
    number = play.hand.send_file("shop", play.person, "photo", FilePart("к.png", b"\x89PNG\xff\x00", "image/png"))
    kept = json.loads(json.dumps(play.stage.snapshot(), default=str))
    other = Pigeon()
    other.restore(play.stage.snapshot())
    seen = other.player.view("shop", play.person)["messages"]
    assert (seen[0]["id"], seen[0]["file"]["size"]) == (number, 6)
    assert other.player.file(seen[0]["file"]["id"]).data == b"\x89PNG\xff\x00"
    assert kept["people"][str(play.person)]["name"] == "Вера"


async def test_the_control_side_plays_with_the_key_and_refuses_without(play: Play) -> None:
    async def act(verb: str, key: str = "key", **given: Any) -> tuple[int, Any]:
        request = FakeRequest(
            method="POST", path=f"/control/{verb}", headers={"x-control-key": key}, body=json.dumps(given).encode()
        )
        answer = await play.stage.respond(request)
        return answer.status, json.loads(answer.body)

    number = (await act("create_person", first_name="Пётр"))[1]["result"]
    assert (await act("send_text", bot="shop", person=number, text="да", extra={"quote": "?"}))[0] == 200
    assert (await act("view", bot="shop", person=number))[1]["result"]["messages"][0]["text"] == "да"
    assert (await act("react", bot="shop", person=number, message=9, emojis=[]))[0] == 404
    assert (await act("send_location", bot="shop", person=number, latitude=1, longitude=1))[0] == 409
    assert (await act("fly", bot="shop"))[0] == 404
    assert (await act("view", bot="shop"))[0] == 422
    with pytest.raises(KeyError):
        await act("view", key="wrong", bot="shop", person=number)
