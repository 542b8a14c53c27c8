"""What visitors say of a closed conversation: asked once it is closed, kept once, changeable for a day."""

from typing import Any

import pytest

from otklik.conversations.records import Author
from otklik.conversations.verbs import Closing, add_line, get_conversation, reopen, resolve
from tests.visitor.conftest import Guest, Scene, Socket

ANNA = Author(kind="operator", name="Анна")


class Talk:
    """A conversation of a visitor that an operator has answered."""

    def __init__(self, scene: Scene, guest: Guest) -> None:
        self.scene = scene
        self.guest = guest
        self.id = 0

    async def begin(self) -> None:
        """Write, and be answered."""
        await self.guest.enter()
        await self.guest.write("Где заказ?")
        [(self.id,)] = await self.scene.rows("select id from conversation")
        await self.scene.rows(
            """insert into message (workspace_id, conversation_id, seq, kind, direction, author_kind, text, delivery)
               select workspace_id, id, 50, 'text', 'out', 'operator', 'Едет', 'sent' from conversation
               returning id"""
        )
        await self.scene.rows("update conversation set last_seq = 50 returning id")

    async def close(self) -> None:
        """Close it, as an operator does."""
        async with self.scene.db.workspace(self.scene.a.id) as tx:
            await resolve(tx, self.id, ANNA)

    async def asked(self) -> dict[str, Any] | None:
        """Return what the visitor is asked."""
        answer = await self.guest.call("GET", "events?wait=0")
        return answer.json()["state"]["rating"]  # type: ignore[no-any-return]

    async def rate(self, score: int, comment: str = "", closing: int | None = None) -> Any:
        """Rate what is asked, or a closing of one's choice."""
        if closing is None:
            asked = await self.asked()
            assert asked is not None
            closing = asked["closing"]
        return await self.guest.call("POST", "rating", {"closing": closing, "score": score, "comment": comment})

    async def kept(self) -> list[tuple[Any, ...]]:
        """Return the ratings there are."""
        return await self.scene.rows("select score, comment from rating order by id")

    async def lines(self) -> list[Any]:
        """Return what the lines in the conversation say of ratings."""
        found = await self.scene.rows(
            """select content -> 'event' -> 'data' from message
               where content -> 'event' ->> 'kind' = 'rated' order by seq"""
        )
        return [line for (line,) in found]


@pytest.fixture
async def talk(scene: Scene) -> Talk:
    """A talk in a chat that asks for ratings by faces."""
    await scene.change(scene.a, rating="faces")
    made = Talk(scene, scene.guest(scene.a))
    await made.begin()
    return made


async def test_nothing_is_asked_before_it_is_closed(talk: Talk) -> None:
    assert await talk.asked() is None
    await talk.close()
    asked = await talk.asked()
    assert asked is not None
    assert (asked["score"], asked["comment"]) == (None, "")
    renewed = (await talk.guest.enter()).json()
    assert renewed["rating"] == asked


async def test_a_rating_is_kept_once_and_leaves_one_line_however_often_it_is_said(talk: Talk) -> None:
    await talk.close()
    assert (await talk.rate(4)).status_code == 200
    assert (await talk.rate(4)).json()["score"] == 4
    changed = (await talk.rate(5, "Быстро 🚀 שלום\u0000")).json()

    assert (changed["score"], changed["comment"]) == (5, "Быстро 🚀 שלום")
    assert await talk.kept() == [(5, "Быстро 🚀 שלום")]
    assert await talk.lines() == [{"scale": "faces", "score": 5, "comment": "Быстро 🚀 שלום"}]
    assert await talk.asked() == changed


async def test_each_closing_is_rated_anew(talk: Talk) -> None:
    await talk.close()
    first = await talk.asked()
    await talk.rate(2)
    async with talk.scene.db.workspace(talk.scene.a.id) as tx:
        await reopen(tx, talk.id, ANNA)
    assert await talk.asked() is None
    late = await talk.rate(3, closing=first["closing"] if first else 0)
    assert (late.status_code, late.json()["code"]) == (409, "rating_over")

    await talk.close()
    await talk.rate(5)

    assert await talk.kept() == [(2, ""), (5, "")]


async def test_a_day_later_it_stands(talk: Talk) -> None:
    await talk.close()
    await talk.rate(4)
    await talk.scene.rows("update rating set created_at = now() - interval '24 hours 1 second' returning id")
    late = await talk.rate(1)
    assert (late.status_code, late.json()["code"]) == (409, "rating_fixed")
    assert (await talk.rate(4)).status_code == 200, "the same again is no change"
    assert await talk.kept() == [(4, "")]


async def test_a_week_later_nothing_is_asked(talk: Talk) -> None:
    await talk.close()
    asked = await talk.asked()
    await talk.scene.rows("update conversation set resolved_at = now() - interval '7 days 1 second' returning id")
    assert await talk.asked() is None
    assert (await talk.rate(5, closing=asked["closing"] if asked else 0)).status_code == 409


@pytest.mark.parametrize(("scale", "score", "status"), [("thumbs", 3, 422), ("thumbs", 1, 200), ("faces", 6, 422)])
async def test_only_scores_of_the_scale_are_taken(talk: Talk, scale: str, score: int, status: int) -> None:
    await talk.scene.change(talk.scene.a, rating=scale)
    await talk.close()
    assert (await talk.rate(score)).status_code == status


async def test_a_chat_that_does_not_ask_takes_no_rating(talk: Talk) -> None:
    await talk.close()
    asked = await talk.asked()
    await talk.scene.change(talk.scene.a, rating="off")
    assert (await talk.rate(5, closing=asked["closing"] if asked else 0)).status_code == 409


async def test_nobody_rates_another_s_conversation(talk: Talk) -> None:
    await talk.close()
    asked = await talk.asked()
    other = talk.scene.guest(talk.scene.a, 2)
    await other.enter()
    body = {"closing": asked["closing"] if asked else 0, "score": 1}
    assert (await other.call("POST", "rating", body)).status_code == 409
    assert await talk.kept() == []


async def test_words_are_dropped_where_none_are_asked(talk: Talk) -> None:
    await talk.scene.change(talk.scene.a, rating_comment=False)
    await talk.close()
    await talk.rate(5, "Спасибо")
    assert await talk.kept() == [(5, "")]
    assert (await talk.rate(5, "я" * 1001)).status_code == 422


async def test_an_unanswered_conversation_is_not_rated(scene: Scene) -> None:
    await scene.change(scene.a, rating="faces")
    talk = Talk(scene, scene.guest(scene.a))
    await talk.guest.enter()
    await talk.guest.write("Ау")
    [(talk.id,)] = await scene.rows("select id from conversation")
    await talk.close()
    assert await talk.asked() is None


async def test_the_question_comes_by_the_open_line(talk: Talk) -> None:
    line = Socket(talk.scene.visitor, talk.guest)
    await line.until("ready")
    assert (await line.until("state"))["rating"] is None
    await talk.close()
    async with talk.scene.db.workspace(talk.scene.a.id) as tx:
        await add_line(tx, await get_conversation(tx, talk.id, lock=True), ANNA, "tagged", {})
    await talk.scene.visitor.hub._show(talk.scene.a.id, [])  # noqa: SLF001 - what the event stream does
    assert (await line.until("state"))["rating"]["score"] is None
    await line.leave()


async def test_a_conversation_may_be_closed_without_asking(scene: Scene) -> None:
    talk = Talk(scene, scene.guest(scene.a))
    await talk.begin()
    async with scene.db.workspace(scene.a.id) as tx:
        await resolve(tx, talk.id, ANNA, Closing(rated=False))
    assert await talk.asked() is None
    async with scene.db.workspace(scene.a.id) as tx:
        await reopen(tx, talk.id, ANNA)
    await talk.close()
    assert await talk.asked() is not None, "the next closing asks again"
