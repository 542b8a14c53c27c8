"""A poll of a customer is a card: the question, the answers, the votes of then."""

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Poll, PollOption
from tests.desk.scene import Scene


async def test_a_poll_is_shown_with_its_answers_and_the_list_shows_the_question(scene: Scene) -> None:
    asked = Poll(options=(PollOption("Утром", 2), PollOption("Вечером")), votes=2, multiple=True)
    written = await scene.write(scene.a, "Иван", "Когда доставка?", kind=Kind.POLL, poll=asked)
    anna, number = scene.a.anna_browser, written.conversation_id
    [message] = (await anna.get(f"/api/v1/conversations/{number}/messages")).json()["items"]
    assert (message["kind"], message["text"]) == ("poll", "Когда доставка?")
    assert message["poll"] == {
        "options": [{"text": "Утром", "votes": 2}, {"text": "Вечером", "votes": 0}], "votes": 2, "multiple": True,
        "closed": False, "quiz": False,
    }  # fmt: skip
    row = (await anna.get(f"/api/v1/conversations?ids={number}")).json()["items"][0]
    assert (row["preview"]["text"], row["preview"]["kind"]) == ("Когда доставка?", "poll")
