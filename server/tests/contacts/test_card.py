"""Notes on a person and what they said about being written to: whose they are, and what a merge does to them."""

from typing import Any

from otklik.contacts.noting import NOTE_MAX
from tests.contacts.conftest import Scene


async def make(scene: Scene, name: str) -> int:
    return int((await scene.a.browser.post("/api/v1/contacts", {"name": name})).json()["id"])


async def notes(scene: Scene, contact: int) -> list[str]:
    page = (await scene.a.browser.get(f"/api/v1/contacts/{contact}/notes")).json()
    return [note["text"] for note in page["items"]]


async def note(scene: Scene, contact: int, text: str) -> dict[str, Any]:
    answer = await scene.a.browser.post(f"/api/v1/contacts/{contact}/notes", {"text": text})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def test_a_note_is_changed_deleted_and_brought_back_by_its_author_only(scene: Scene) -> None:
    vera = await make(scene, "Вера")
    made = await note(scene, vera, " Любит 🫖\x00 ")
    path = f"/api/v1/contacts/notes/{made['id']}"
    colleague = await scene.browsers.of_new(scene.a.id, "admin")
    for method, body in (("PATCH", {"text": "x"}), ("DELETE", None)):
        refused = await colleague.request(method, path, json=body)
        assert (refused.status_code, refused.json()["code"]) == (403, "note_of_other")
    assert await notes(scene, vera) == ["Любит 🫖"]
    assert (await scene.a.browser.patch(path, {"text": "Любит улун"})).json()["edited_at"] is not None
    assert (await scene.a.browser.delete(path)).status_code == 204
    assert await notes(scene, vera) == []
    assert (await scene.a.browser.patch(path, {"text": "x"})).json()["code"] == "note_not_found"
    assert (await scene.a.browser.post(f"{path}/restore")).status_code == 200
    assert await notes(scene, vera) == ["Любит улун"]
    for wrong in ("", " \n", "x" * (NOTE_MAX + 1)):
        assert (await scene.a.browser.patch(path, {"text": wrong})).status_code == 422
    stranger = scene.b.browser
    assert (await stranger.patch(path, {"text": "x"})).json()["code"] == "note_not_found"
    assert (await stranger.get(f"/api/v1/contacts/{vera}/notes")).json()["code"] == "contact_not_found"


async def test_notes_come_together_in_a_merge_and_part_again(scene: Scene) -> None:
    vera, other = await make(scene, "Вера"), await make(scene, "В. Мельникова")
    await note(scene, vera, "первая")
    await note(scene, other, "вторая")
    merge_id = await scene.a.merge(vera, other)
    assert await notes(scene, vera) == ["вторая", "первая"]
    assert await notes(scene, other) == ["вторая", "первая"], "an old address leads to the kept one"
    await note(scene, other, "третья")
    await scene.a.undo(merge_id)
    assert (await notes(scene, vera), await notes(scene, other)) == (["третья", "первая"], ["вторая"])


async def test_company_and_mark_are_filled_by_a_merge_and_given_back(scene: Scene) -> None:
    vera, other = await make(scene, "Вера"), await make(scene, "В. Мельникова")
    path = f"/api/v1/contacts/{vera}"
    changed = await scene.a.browser.patch(f"/api/v1/contacts/{other}", {"company": "Чай и глина", "vip": True})
    assert (changed.json()["company"], changed.json()["vip"]) == ("Чай и глина", True)
    merge_id = await scene.a.merge(vera, other)
    shown = (await scene.a.browser.get(path)).json()
    assert (shown["company"], shown["vip"]) == ("Чай и глина", True)
    await scene.a.undo(merge_id)
    shown = (await scene.a.browser.get(path)).json()
    assert (shown["company"], shown["vip"]) == (None, False)


async def test_what_a_person_said_is_kept_line_by_line_and_goes_with_the_address(scene: Scene) -> None:
    await scene.a.hear("chat", "vera", "привет")
    vera, other = await scene.a.person("chat", "vera"), await make(scene, "Другая")
    [identity] = (await scene.a.browser.get(f"/api/v1/contacts/{vera}")).json()["identities"]
    for given in (False, False, True):
        said = {"identity_id": identity["id"], "given": given}
        assert (await scene.a.browser.post(f"/api/v1/contacts/{vera}/consents", said)).status_code == 204
    said = {"identity_id": identity["id"], "given": False}
    assert (await scene.a.browser.post(f"/api/v1/contacts/{other}/consents", said)).json()[
        "code"
    ] == "identity_not_found"
    await scene.a.merge(other, vera)
    assert (await scene.a.browser.post(f"/api/v1/contacts/{other}/consents", said)).status_code == 204
    lines = await scene.a.rows("select given from contact_consent order by id")
    assert [given for (given,) in lines] == [False, True, False]
    assert (await scene.b.browser.post(f"/api/v1/contacts/{vera}/consents", said)).status_code == 404
