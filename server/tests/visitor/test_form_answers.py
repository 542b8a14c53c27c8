"""What a visitor wrote into the form stands beside their next message, once."""

from tests.visitor.conftest import Guest, Scene

_ANSWERS = "select text, content -> 'answers' from message where direction = 'in' order by id"


async def _introduced(scene: Scene) -> Guest:
    guest = scene.guest(scene.a)
    await guest.enter()
    said = {"name": "Вера 🫖", "email": "vera@example.test", "phone": ""}
    assert (await guest.call("POST", "profile", said)).status_code == 204
    return guest


async def test_the_first_message_carries_the_answers_and_the_next_does_not(scene: Scene) -> None:
    guest = await _introduced(scene)
    await guest.write("Где заказ?")
    await guest.write("И ещё")
    assert await scene.rows(_ANSWERS) == [
        (
            "Где заказ?",
            [{"field": "name", "value": "Вера 🫖"}, {"field": "email", "value": "vera@example.test"}],
        ),
        ("И ещё", None),
    ]


async def test_only_what_is_new_is_told_again(scene: Scene) -> None:
    guest = await _introduced(scene)
    await guest.write("Раз")
    await guest.call("POST", "profile", {"name": "Вера 🫖", "phone": "+7 900 000-00-07"})
    await guest.write("Два")
    assert (await scene.rows(_ANSWERS))[1] == ("Два", [{"field": "phone", "value": "+7 900 000-00-07"}])


async def test_a_message_that_comes_twice_is_one_with_its_answers(scene: Scene) -> None:
    guest = await _introduced(scene)
    body = {"client_id": "01890000-0000-7000-8000-00000000000a", "text": "Раз"}
    for _ in range(2):
        assert (await guest.call("POST", "messages", body)).status_code == 201
    [(_, answers)] = await scene.rows(_ANSWERS)
    assert [one["field"] for one in answers] == ["name", "email"]


async def test_who_said_nothing_of_themselves_has_no_answers(scene: Scene) -> None:
    guest = scene.guest(scene.a)
    await guest.enter()
    await guest.write("Здравствуйте")
    assert await scene.rows(_ANSWERS) == [("Здравствуйте", None)]
