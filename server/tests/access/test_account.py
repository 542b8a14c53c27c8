"""One's own account: where one is signed in, and one's photo."""

from io import BytesIO

import pytest
from PIL import Image

from otklik.access.photos import MOST_BYTES, SIDE
from otklik.infra.db import Database
from tests.browser import Browser, Browsers
from tests.factories import make_operator, make_session, make_workspace

PLACES = "/api/v1/session/places"
PHOTO = "/api/v1/session/photo"


def picture(width: int = 300, height: int = 200, kind: str = "PNG", colour: str = "red") -> bytes:
    """A picture of one colour."""
    made = BytesIO()
    Image.new("RGB", (width, height), colour).save(made, kind)
    return made.getvalue()


async def bring(browser: Browser, data: bytes) -> dict[str, object]:
    """Bring a photo and return the answer with its status."""
    answer = await browser.put(PHOTO, content=data, headers={"Content-Type": "image/png"})
    return {"status": answer.status_code, **answer.json()}


async def test_own_sessions_are_seen_and_ended_one_by_one_or_all_others(db: Database, browsers: Browsers) -> None:
    person = await make_operator(db, await make_workspace(db))
    browser, other = await browsers.of(person), await browsers.of(person)
    third = await make_session(db, person)
    listed = (await browser.get(PLACES)).json()["items"]
    assert sorted(one["own"] for one in listed) == [False, False, True]
    assert (await browser.delete(f"{PLACES}/{third.id}")).status_code == 204
    assert (await browser.delete(f"{PLACES}/{third.id}")).json()["code"] == "session_not_found"
    assert (await other.get("/api/v1/session")).status_code == 200
    assert (await browser.delete(PLACES)).status_code == 204
    assert (await other.get("/api/v1/session")).status_code == 401
    [left] = (await browser.get(PLACES)).json()["items"]
    assert left["own"]
    async with db.system() as tx:
        actions = await tx.rows("select action from audit where actor_id = %(id)s order by id", {"id": person.id})
    assert [row[0] for row in actions][-2:] == ["session.ended", "session.others_ended"]


async def test_nobody_ends_a_colleagues_session_as_their_own(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    theirs = await make_session(db, await make_operator(db, workspace))
    browser = await browsers.of_new(workspace, "owner")
    assert (await browser.delete(f"{PLACES}/{theirs.id}")).json()["code"] == "session_not_found"
    program = await browsers.of_token(workspace)
    assert (await program.get(PLACES)).status_code == 403


async def test_a_photo_is_cut_square_made_small_and_shown_to_colleagues(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    browser = await browsers.of_new(workspace, "operator")
    first = await bring(browser, picture(kind="JPEG"))
    assert first["status"] == 200
    assert str(first["avatar_url"]).startswith("/files/")
    async with db.system() as tx:
        [(key,)] = await tx.rows("select avatar_key from operator where id = %(id)s", {"id": first["id"]})
    with Image.open(BytesIO(await browsers.access.tools.files.read(key))) as kept:
        assert (kept.size, kept.format) == ((SIDE, SIDE), "JPEG")
    second = await bring(browser, picture(colour="blue"))
    assert second["avatar_url"] != first["avatar_url"]
    async with db.system() as tx:
        assert await tx.value("select count(*) from file where workspace_id = %(id)s", {"id": workspace}) == 1
    colleague = await browsers.of_new(workspace, "operator")
    shown = {one["id"]: one["avatar_url"] for one in (await colleague.get("/api/v1/operators")).json()["items"]}
    assert shown[second["id"]] == second["avatar_url"]
    gone = await browser.delete(PHOTO)
    assert (gone.status_code, gone.json()["avatar_url"]) == (200, None)
    async with db.system() as tx:
        assert await tx.value("select count(*) from file where workspace_id = %(id)s", {"id": workspace}) == 0


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"no picture at all", "not_a_picture"),
        (picture(63, 200), "picture_too_small"),
        (picture(9000, 9000), "too_many_pixels"),
        (b"", "not_a_picture"),
        (picture()[:90], "not_a_picture"),
    ],
)
async def test_what_is_no_proper_photo_is_refused_beside_the_field(
    db: Database, browsers: Browsers, data: bytes, code: str
) -> None:
    browser = await browsers.of_new(await make_workspace(db), "operator")
    refused = await bring(browser, data)
    assert refused["status"] == 422
    assert [(one["field"], one["code"]) for one in refused["errors"]] == [("photo", code)]  # type: ignore[attr-defined]


async def test_a_photo_over_the_limit_is_refused(db: Database, browsers: Browsers) -> None:
    browser = await browsers.of_new(await make_workspace(db), "operator")
    refused = await bring(browser, b"x" * (MOST_BYTES + 1))
    assert (refused["status"], refused["code"]) == (413, "photo_too_large")


async def test_what_a_camera_writes_beside_the_picture_is_left_out_and_it_is_upright(
    db: Database, browsers: Browsers
) -> None:
    browser = await browsers.of_new(await make_workspace(db), "operator")
    image = Image.new("RGB", (400, 400), "red")
    image.paste("blue", (0, 0, 400, 200))
    exif = Image.Exif()
    exif[0x0112] = 3  # upside down
    exif[0x010E] = "where I live"
    made = BytesIO()
    image.save(made, "JPEG", exif=exif)
    answer = await bring(browser, made.getvalue())
    async with db.system() as tx:
        [(key,)] = await tx.rows("select avatar_key from operator where id = %(id)s", {"id": answer["id"]})
    data = await browsers.access.tools.files.read(key)
    assert b"where I live" not in data
    with Image.open(BytesIO(data)) as kept:
        red, _, blue = kept.getpixel((SIDE // 2, 10))  # type: ignore[misc]
    assert red > blue
