"""The place in the queue and the usual wait: told while a first answer is waited for, and only what is known."""

from typing import Any

import pytest

from otklik.visitor.queue import say_minutes
from tests.visitor.conftest import Guest, Scene, Shop, Socket
from tests.visitor.test_reception import ALWAYS, arrive, state


async def enter(scene: Scene, shop: Shop, number: int, words: str) -> Guest:
    """Let a visitor ask something."""
    guest = scene.guest(shop, number)
    await guest.enter()
    assert (await guest.write(words)).status_code == 201
    return guest


async def told(guest: Guest) -> Any:
    return (await state(guest))["queue"]


async def open_queue(scene: Scene) -> None:
    await arrive(scene)
    await scene.change(scene.a, queue=True, hours=ALWAYS)


async def answer_some(scene: Scene, many: int, seconds: int) -> None:
    """Let this chat have given first answers lately, each after so many seconds."""
    await scene.rows(
        """with people as (
               insert into contact (workspace_id, name)
               select %(workspace)s, 'Гость' from generate_series(1, %(many)s) returning id)
           insert into conversation (workspace_id, contact_id, inbox_id, status, created_at, first_response_at)
           select %(workspace)s, id, %(inbox)s, 'resolved', now() - interval '1 hour',
                  now() - interval '1 hour' + make_interval(secs => %(seconds)s) from people returning id""",
        workspace=scene.a.id, inbox=scene.a.inbox_id, many=many, seconds=seconds,
    )  # fmt: skip


async def test_each_hears_their_place_and_only_while_they_wait(scene: Scene) -> None:
    await open_queue(scene)
    first, second = await enter(scene, scene.a, 1, "Первый"), await enter(scene, scene.a, 2, "Второй")
    stranger = await enter(scene, scene.b, 3, "Из другой компании")
    assert [await told(guest) for guest in (first, second)] == [
        {"place": 1, "minutes": None},
        {"place": 2, "minutes": None},
    ]
    assert await told(stranger) is None, "this company tells nothing"
    await scene.rows(
        """update conversation set waiting_since = null, first_response_at = now(), last_out_seq = last_seq
           where id = (select min(id) from conversation where workspace_id = %(id)s) returning id""",
        id=scene.a.id,
    )
    assert [await told(guest) for guest in (first, second)] == [None, {"place": 1, "minutes": None}]


async def test_nobody_there_or_not_wanted_means_nothing_is_promised(scene: Scene) -> None:
    await open_queue(scene)
    guest = await enter(scene, scene.a, 1, "Есть кто?")
    await arrive(scene, "offline")
    assert await told(guest) is None
    await arrive(scene)
    await scene.change(scene.a, queue=False)
    assert await told(guest) is None


async def test_the_wait_is_the_median_and_a_few_answers_are_no_measure(scene: Scene) -> None:
    await open_queue(scene)
    guest = await enter(scene, scene.a, 1, "Долго ждать?")
    await answer_some(scene, 4, 170)
    assert (await told(guest))["minutes"] is None
    await answer_some(scene, 4, 170)
    await answer_some(scene, 2, 3000)
    assert (await told(guest))["minutes"] is None, "measured once a minute"
    scene.visitor.queue._known.clear()  # noqa: SLF001 - a minute later
    assert (await told(guest)) == {"place": 1, "minutes": 3}


async def test_an_open_window_hears_that_the_queue_has_moved(scene: Scene) -> None:
    await open_queue(scene)
    first, second = await enter(scene, scene.a, 1, "Раз"), await enter(scene, scene.a, 2, "Два")
    socket = Socket(scene.visitor, second)
    assert (await socket.until("state"))["queue"]["place"] == 2
    await scene.rows(
        "update conversation set spam = true where id = (select min(id) from conversation where workspace_id = %(id)s)"
        " returning id",
        id=scene.a.id,
    )
    await scene.visitor.hub._show(scene.a.id, [])  # noqa: SLF001 - what any event of the conversation does
    assert (await socket.until("state"))["queue"]["place"] == 1
    await socket.leave()
    assert first.token


@pytest.mark.parametrize(("seconds", "minutes"), [(1, 1), (60, 1), (61, 2), (4 * 3600, 240), (4 * 3600 + 1, None)])
def test_minutes_are_rounded_up_and_hours_are_no_answer(seconds: float, minutes: int | None) -> None:
    assert say_minutes(seconds) == minutes
