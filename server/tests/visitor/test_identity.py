"""Who a visitor is: proved by the site, or nobody in particular; and what a proof opens and does not open."""

import asyncio
import hmac

import pytest

from tests.visitor.conftest import SITE, Scene, Socket, make_token


async def test_a_signed_token_makes_a_known_person(scene: Scene) -> None:
    key = await scene.add_key(scene.a)
    guest = scene.guest(scene.a)

    await guest.enter(token=make_token(key, "user-7", name="Вера", email="Vera@Example.test", phone="+7 900 000-00-07"))
    assert (await guest.write("Где заказ?")).status_code == 201

    assert guest.user == "user-7"
    assert await scene.rows("select name, email, phone, proof, entry -> 'data' ->> 'user_id' from identity") == [
        ("Вера", "vera@example.test", "+79000000007", "provider", "user-7")
    ]


async def test_a_stranger_proves_nothing(scene: Scene) -> None:
    guest = scene.guest(scene.a)
    await guest.enter()
    await guest.call("POST", "profile", {"name": "Вера", "email": "vera@example.test"})
    await guest.write("Здравствуйте")

    assert guest.user == ""
    assert await scene.rows("select proof from identity") == [("self",)]


async def test_a_digest_of_the_id_proves_the_id_and_nothing_beside_it(scene: Scene) -> None:
    _, secret = await scene.add_key(scene.a)
    guest = scene.guest(scene.a)
    digest = hmac.digest(secret, "пользователь-7".encode(), "sha256").hex()

    await guest.enter(user_id="пользователь-7", user_hash=digest.upper())
    await guest.call("POST", "profile", {"name": "Вера", "email": "victim@example.test"})
    await guest.write("Здравствуйте")

    assert guest.user == "пользователь-7"
    assert await scene.rows("select proof, name, email from identity") == [("provider", "Вера", "")]
    wrong = await scene.guest(scene.a, 2).enter(user_id="другой", user_hash=digest)
    assert (wrong.status_code, wrong.json()["code"], wrong.json()["reason"]) == (403, "identity_refused", "signature")


async def test_what_was_proved_is_not_overwritten_by_what_is_claimed(scene: Scene) -> None:
    key = await scene.add_key(scene.a)
    guest = scene.guest(scene.a)
    await guest.enter(token=make_token(key, email="vera@example.test", email_verified=True))
    await guest.call("POST", "profile", {"email": "victim@example.test"})
    await guest.write("Здравствуйте")

    assert await scene.rows("select email from identity") == [("vera@example.test",)]


async def test_an_address_the_site_has_not_checked_is_not_vouched_for(scene: Scene) -> None:
    key = await scene.add_key(scene.a)
    guest = scene.guest(scene.a)
    await guest.enter(token=make_token(key, email="victim@example.test", email_verified=False))
    await guest.write("Здравствуйте")

    assert await scene.rows("select email from identity") == [("",)]


@pytest.mark.parametrize(
    "claims, reason",
    [
        ({"life": -120}, "expired"),
        ({"life": 2 * 3600}, "lives_too_long"),
        ({"exp": None}, "no_expiry"),
        ({"exp": "tomorrow"}, "no_expiry"),
        ({"exp": True}, "no_expiry"),
        ({"iat": 4_000_000_000}, "not_yet"),
        ({"nbf": 4_000_000_000}, "not_yet"),
        ({"sub": ""}, "no_subject"),
        ({"sub": 7}, "no_subject"),
        ({"sub": None}, "no_subject"),
        ({"sub": "x" * 201}, "no_subject"),
        ({"sub": "a\u202eb"}, "no_subject"),
    ],
)
async def test_a_genuine_token_may_still_prove_nothing(scene: Scene, claims: dict[str, object], reason: str) -> None:
    key = await scene.add_key(scene.a)

    refused = await scene.guest(scene.a).enter(token=make_token(key, **claims))  # type: ignore[arg-type]

    assert (refused.status_code, refused.json()["reason"]) == (403, reason)
    assert await scene.rows("select 1 from visitor_session") == []


async def test_another_shop_s_key_opens_nothing_here(scene: Scene) -> None:
    await scene.add_key(scene.a)
    theirs = await scene.add_key(scene.b)

    refused = await scene.guest(scene.a).enter(token=make_token(theirs))

    assert refused.json()["reason"] == "unknown_key"
    assert (await scene.guest(scene.b, 2).enter(token=make_token(theirs))).status_code == 200


async def test_two_keys_live_and_a_third_retires_the_oldest_with_its_sessions(scene: Scene) -> None:
    first, second = await scene.add_key(scene.a), await scene.add_key(scene.a)
    old, new = scene.guest(scene.a, 1), scene.guest(scene.a, 2)
    await old.enter(token=make_token(first))
    await new.enter(token=make_token(second))

    await scene.add_key(scene.a)

    assert (await old.call("GET", "messages")).status_code == 401
    assert (await new.call("GET", "messages")).status_code == 200
    assert (await old.enter(token=make_token(first))).json()["reason"] == "unknown_key"
    keys = (await scene.a.owner.get(f"/api/v1/inboxes/{scene.a.inbox_id}/visitor-keys")).json()["items"]
    assert len(keys) == 2
    assert all(set(key) == {"kid", "created_at"} for key in keys), "a secret is shown once"


async def test_anonymous_words_become_theirs_who_is_proved(scene: Scene) -> None:
    key = await scene.add_key(scene.a)
    guest = scene.guest(scene.a)
    await guest.enter()
    await guest.write("Я ещё не вошла")
    before = guest.token

    await guest.enter(token=make_token(key))
    await guest.write("А теперь вошла")

    assert guest.token != before
    assert await guest.texts() == ["Я ещё не вошла", "А теперь вошла"]
    assert await scene.rows("select count(*) from contact where merged_into is null") == [(1,)]
    guest.token = before
    assert (await guest.call("GET", "messages")).status_code == 401, "the token of a nobody opens nothing of somebody"


async def test_on_a_second_device_anonymous_words_join_the_known_person(scene: Scene) -> None:
    key = await scene.add_key(scene.a)
    home, phone = scene.guest(scene.a, 1), scene.guest(scene.a, 2)
    await home.enter(token=make_token(key))
    await home.write("Из дома")
    await phone.enter()
    await phone.write("С телефона")

    await phone.enter(token=make_token(key))

    assert await phone.texts() == ["Из дома", "С телефона"]
    assert await home.texts() == ["Из дома", "С телефона"]
    assert await scene.rows("select count(*) from contact where merged_into is null") == [(1,)]


async def test_equal_addresses_open_nothing(scene: Scene) -> None:
    key = await scene.add_key(scene.a)
    victim, thief = scene.guest(scene.a, 1), scene.guest(scene.a, 2)
    await victim.enter()
    await victim.call("POST", "profile", {"email": "vera@example.test"})
    await victim.write("Мой секрет")

    await thief.enter(token=make_token(key, "thief", email="vera@example.test"))
    await thief.write("Здравствуйте")

    assert await thief.texts() == ["Здравствуйте"]
    assert await victim.texts() == ["Мой секрет"]


async def test_another_person_on_the_same_computer_begins_anew(scene: Scene) -> None:
    key = await scene.add_key(scene.a)
    guest = scene.guest(scene.a)
    await guest.enter(token=make_token(key, "anna"))
    await guest.write("Слова Анны")
    annas = guest.token

    await guest.enter(token=make_token(key, "boris"))

    assert await guest.texts() == []
    assert guest.token != annas
    await guest.enter(token=make_token(key, "anna"))
    assert await guest.texts() == ["Слова Анны"]


async def test_a_new_token_of_the_same_person_goes_on_with_the_session(scene: Scene) -> None:
    key = await scene.add_key(scene.a)
    guest = scene.guest(scene.a)
    await guest.enter(token=make_token(key, name="Вера"))
    await guest.write("Здравствуйте")
    before = guest.token

    await guest.enter(token=make_token(key, name="Вера Павлова", email="vera@example.test"))

    assert guest.token == before
    assert await scene.rows("select name, email from identity") == [("Вера Павлова", "vera@example.test")]


async def test_a_refused_token_leaves_the_session_as_it_was(scene: Scene) -> None:
    key = await scene.add_key(scene.a)
    guest = scene.guest(scene.a)
    await guest.enter(token=make_token(key, "anna"))

    assert (await guest.enter(token=make_token(key, "boris", life=-600))).status_code == 403
    assert (await guest.call("GET", "messages")).status_code == 200


async def test_two_devices_proved_at_once_are_one_person(scene: Scene) -> None:
    key = await scene.add_key(scene.a)
    guests = [scene.guest(scene.a, number) for number in range(1, 5)]
    for guest in guests:
        await guest.enter()
        await guest.write("Здравствуйте")

    answers = await asyncio.gather(*(guest.enter(token=make_token(key)) for guest in guests))

    assert {answer.status_code for answer in answers} <= {200, 503}
    for guest in guests:
        await guest.enter(token=make_token(key))
    assert await scene.rows("select count(*) from contact where merged_into is null") == [(1,)]
    assert len(await guests[0].texts()) == 4


async def test_every_door_is_closed_to_strangers_where_only_the_proved_may_write(scene: Scene) -> None:
    guest = scene.guest(scene.a)
    await guest.enter()
    message = (await guest.write("Пока можно")).json()["id"]
    await scene.change(scene.a, verified_only=True)

    doors = {
        "post": await guest.write("А теперь нельзя"),
        "button": await guest.call(
            "POST", "messages",
            {"client_id": "0193b2a0-0000-7000-8000-000000000009", "button": {"message_id": message, "payload": "x"}},
        ),
        "edit": await guest.call("PATCH", f"messages/{message}", {"text": "Иначе"}),
        "delete": await guest.call("DELETE", f"messages/{message}"),
        "upload": await guest.call("POST", "uploads", content=b"x", headers={"X-File-Name": "a.txt"}),
        "form": await guest.call("POST", "profile", {"name": "Кто-то"}),
        "typing": await guest.call("POST", "typing", {"on": True}),
        "new": await scene.guest(scene.a, 2).enter(),
    }  # fmt: skip

    assert {name: (answer.status_code, answer.json()["code"]) for name, answer in doors.items()} == dict.fromkeys(
        doors, (403, "verification_needed")
    )
    assert await guest.texts() == ["Пока можно"], "what was written may still be read"
    assert (await guest.call("DELETE", "session")).status_code == 204


async def test_a_stranger_s_socket_listens_and_says_nothing(scene: Scene) -> None:
    guest = scene.guest(scene.a)
    await guest.enter()
    await guest.write("Пока можно")
    await scene.change(scene.a, verified_only=True)
    socket = Socket(scene.visitor, guest)
    await socket.until("ready")

    socket.say(type="typing", on=True)
    socket.say(type="ping")
    await socket.until("pong")

    assert scene.whispers.heard == []
    await socket.leave()


async def test_the_proved_pass_every_door(scene: Scene) -> None:
    key = await scene.add_key(scene.a)
    await scene.change(scene.a, verified_only=True)
    guest = scene.guest(scene.a)

    assert (await guest.enter(token=make_token(key))).status_code == 200
    assert (await guest.write("Можно")).status_code == 201
    assert (await guest.call("POST", "uploads", content=b"x", headers={"X-File-Name": "a.txt"})).status_code == 201
    config = await guest.browser.get(f"/widget/v1/config?key={scene.a.key}", headers={"Origin": SITE})
    assert config.json()["verified_only"] is True


async def test_the_lines_of_the_former_session_close_when_somebody_is_proved(scene: Scene) -> None:
    key = await scene.add_key(scene.a)
    guest = scene.guest(scene.a)
    await guest.enter()
    socket = Socket(scene.visitor, guest)
    await socket.until("ready")

    await guest.enter(token=make_token(key))

    assert (await socket.until("closed"))["code"] == 4401
    await socket.leave()


async def test_asked_for_before_the_first_message_is_only_what_the_site_did_not_say(scene: Scene) -> None:
    key = await scene.add_key(scene.a)
    await scene.change(scene.a, ask_email="required")
    guest = scene.guest(scene.a)

    await guest.enter(token=make_token(key))
    assert (await guest.write("Без почты")).json()["code"] == "introduction_needed"
    await guest.enter(token=make_token(key, email="vera@example.test"))
    assert (await guest.write("С почтой")).status_code == 201
