"""The company connects a translation service, tries it, changes it and lets it go."""

import pytest

from tests.translation.conftest import SERVICE, Office
from tests.translation.peer import Peer


async def test_a_service_is_connected_tried_and_let_go_and_the_audit_tells(office: Office) -> None:
    office.peer.key = "k-1"
    assert (await office.boss.get("/api/v1/translation")).json() == {"on": False}
    shown = (await office.connect(url=office.peer.url + "/", api_key=" k-1 ")).json()
    assert (shown["url"], shown["has_key"], shown["version"]) == (office.peer.url, True, 1)
    assert "k-1" not in str((await office.boss.get(SERVICE)).json())
    async with office.scene.db.system() as tx:
        assert b"k-1" not in await tx.value("select api_key from translation_service")
    checks = (await office.boss.post(f"{SERVICE}/test")).json()["checks"]
    assert [(one["name"], one["state"]) for one in checks] == [
        ("address", "warn"), ("languages", "ok"), ("detect", "ok"), ("translate", "ok"),
    ]  # fmt: skip
    assert (checks[0]["code"], checks[3]["detail"]) == ("plain", "Good morning → Доброе утро")
    anna = office.scene.a.anna_browser
    assert (await anna.get("/api/v1/translation")).json() == {"on": True}
    assert (await anna.get("/api/v1/translation/languages")).json()["codes"] == ["de", "en", "pt-BR", "ru"]
    assert (await office.boss.delete(SERVICE)).status_code == 204
    assert (await office.boss.delete(SERVICE)).json()["code"] == "translation_off"
    told = await office.audit()
    assert [action for action, _ in told] == ["translation.connected", "translation.disconnected"]
    assert told[0][1] == {"url": {"from": None, "to": office.peer.url}, "api_key": {"from": None, "to": "•••"}}


async def test_a_key_stays_with_its_server_and_never_goes_to_another(office: Office) -> None:
    await office.connect(api_key="k-1")
    assert (await office.boss.put(SERVICE, {"url": office.peer.url, "expected_version": 1})).json()["has_key"] is True
    other = {"url": "https://other.example", "expected_version": 2}
    assert (await office.boss.put(SERVICE, other)).json()["has_key"] is False
    late = await office.boss.put(SERVICE, {**other, "expected_version": 2})
    assert (late.status_code, late.json()["code"], late.json()["version"]) == (409, "translation_changed", 3)


async def test_only_who_manages_the_company_connects_and_only_their_own(office: Office) -> None:
    anna = office.scene.a.anna_browser
    assert (await anna.put(SERVICE, {"url": office.peer.url, "expected_version": 0})).status_code == 403
    assert (await anna.get(SERVICE)).status_code == 403
    assert (await anna.post(f"{SERVICE}/test")).status_code == 403
    await office.connect()
    assert (await office.scene.b.anna_browser.get("/api/v1/translation")).json() == {"on": False}
    assert (await office.scene.b.anna_browser.get("/api/v1/translation/languages")).json()["code"] == "translation_off"


@pytest.mark.parametrize(
    "url", ["translate.example", "ftp://translate.example", "https://", "https://me:x@a.example", "https://a.example?x"]
)
async def test_what_is_no_address_is_refused_beside_its_field(office: Office, url: str) -> None:
    refused = await office.connect(url=url)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "url")


async def test_trying_a_service_without_its_key_says_so_and_asks_on(office: Office) -> None:
    office.peer.key = "k-1"
    await office.connect(api_key="wrong")
    checks = (await office.boss.post(f"{SERVICE}/test")).json()["checks"]
    assert [(one["name"], one["state"], one["code"]) for one in checks[1:]] == [
        ("languages", "ok", ""), ("detect", "fail", "translation_key"), ("translate", "fail", "translation_key"),
    ]  # fmt: skip
    assert checks[2]["detail"] == "Invalid API key"


async def test_trying_a_service_that_is_away_ends_at_the_first_line(office: Office, peer: Peer) -> None:
    await office.connect(url="http://10.1.2.3:5000")
    (_, languages) = (await office.boss.post(f"{SERVICE}/test")).json()["checks"]
    assert (languages["state"], languages["code"]) == ("fail", "translation_address")
    await peer.stop()
    await office.boss.put(SERVICE, {"url": peer.url, "expected_version": 1})
    (_, languages) = (await office.boss.post(f"{SERVICE}/test")).json()["checks"]
    assert languages["code"] == "translation_silent"
