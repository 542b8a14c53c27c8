# ruff: noqa: N802 - ids of the attack and fault lists keep their capital letter
from io import BytesIO
from typing import Any

import msgspec
import pytest
from PIL import Image

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.outbound import OutboundFile
from otklik.desk.serving import Span, read_range
from otklik.kit.signing import Signer
from otklik.messaging.links import FileLinks
from tests.desk.scene import SETTINGS, Scene, reply, upload


def _picture(width: int = 3, height: int = 2) -> bytes:
    target = BytesIO()
    Image.new("RGB", (width, height), "red").save(target, "PNG")
    return target.getvalue()


async def test_a_picture_is_measured_and_shown_inline(scene: Scene) -> None:
    answer = await upload(scene.a.anna_browser, _picture(), "кот.png", "image/png")
    assert answer.status_code == 201, answer.text
    found = answer.json()
    assert (found["kind"], found["mime"], found["width"], found["height"]) == ("image", "image/png", 3, 2)
    assert found["name"] == "кот.png"
    given = await scene.browsers.stranger().get(found["url"])
    assert given.content == _picture()
    assert given.headers["content-type"] == "image/png"
    assert given.headers["content-disposition"].startswith("inline; filename=")
    assert "%D0%BA%D0%BE%D1%82.png" in given.headers["content-disposition"]
    assert given.headers["x-content-type-options"] == "nosniff"
    assert given.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert given.headers["cache-control"].startswith("private")


async def test_a_raw_body_with_a_name_is_a_file_too(scene: Scene) -> None:
    answer = await scene.a.anna_browser.request(
        "POST", "/api/v1/uploads", content=b"%PDF-1.4 ...",
        headers={"X-File-Name": "%D1%81%D1%87%D1%91%D1%82.pdf", "Content-Type": "application/pdf"},
    )  # fmt: skip
    assert (answer.json()["name"], answer.json()["kind"], answer.json()["bytes"]) == ("счёт.pdf", "document", 12)


@pytest.mark.parametrize(
    "data, name, mime",
    [
        (b"<html><script>alert(1)</script>", "a.html", "text/html"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.svg", "image/svg+xml"),
        (b"<html><script>alert(1)</script>", "a.png", "image/png"),
        (b"%PDF-1.4 /JS", "a.pdf", "application/pdf"),
        (b"alert(1)", "a.js", "text/javascript"),
    ],
)
async def test_what_could_run_is_only_downloaded(scene: Scene, data: bytes, name: str, mime: str) -> None:
    found = (await upload(scene.a.anna_browser, data, name, mime)).json()
    assert found["kind"] == "document"
    given = await scene.browsers.stranger().get(found["url"])
    assert given.headers["content-type"] == "application/octet-stream"
    assert given.headers["content-disposition"].startswith("attachment")
    assert given.headers["x-content-type-options"] == "nosniff"


async def test_a_file_over_the_limit_is_cut_off_and_leaves_nothing(scene: Scene) -> None:
    large = b"x" * (SETTINGS.file_max_bytes + 1)
    for answer in (
        await upload(scene.a.anna_browser, large),
        await scene.a.anna_browser.request("POST", "/api/v1/uploads", content=large),
        await scene.a.anna_browser.request("POST", "/api/v1/uploads", content=_in_chunks(large)),
    ):
        assert (answer.status_code, answer.json()["code"]) == (413, "file_too_large"), answer.text
    assert await scene.sql("select count(*) from file") == 0
    root = scene.store.path("k" * 43).parent.parent
    assert [path for path in root.rglob("*") if path.is_file()] == []


async def _in_chunks(data: bytes) -> Any:
    for start in range(0, len(data), 10_000):
        yield data[start : start + 10_000]


@pytest.mark.parametrize(
    "content, kind",
    [
        (b"", "application/octet-stream"),
        (b"--x\r\nnonsense", "multipart/form-data; boundary=x"),
        (b"whatever", "multipart/form-data"),
        (
            b'--x\r\nContent-Disposition: form-data; name="other"\r\n\r\n1\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
    ],
)
async def test_a_request_without_a_file_is_not_understood(scene: Scene, content: bytes, kind: str) -> None:
    answer = await scene.a.anna_browser.request(
        "POST", "/api/v1/uploads", content=content, headers={"Content-Type": kind}
    )
    assert answer.status_code == 400, answer.text


async def test_an_image_bomb_is_refused(scene: Scene) -> None:
    target = BytesIO()
    Image.new("1", (6_400, 6_400)).save(target, "PNG")
    answer = await upload(scene.a.anna_browser, target.getvalue(), "bomb.png", "image/png")
    assert (answer.status_code, answer.json()["code"]) == (422, "image_too_large")


@pytest.mark.parametrize(
    "text, expected",
    [
        ("bytes=0-3", Span(0, 4)),
        ("bytes=4-", Span(4, 10)),
        ("bytes=-3", Span(7, 10)),
        ("bytes=5-99", Span(5, 10)),
        ("bytes=-99", Span(0, 10)),
        ("", None),
        ("bytes=-", None),
        ("bytes=3-1", None),
        ("bytes=0-1,4-5", None),
        ("items=0-1", None),
    ],
)
def test_ranges(text: str, expected: Span | None) -> None:
    assert read_range(text, 10) == expected


@pytest.mark.parametrize("text", ["bytes=10-", "bytes=99-100", "bytes=-0"])
def test_ranges_outside(text: str) -> None:
    with pytest.raises(ValueError, match="bytes"):
        read_range(text, 10)


async def test_a_part_of_a_file(scene: Scene) -> None:
    url = (await upload(scene.a.anna_browser, b"0123456789")).json()["url"]
    anybody = scene.browsers.stranger()
    part = await anybody.get(url, headers={"Range": "bytes=2-4"})
    assert (part.status_code, part.content, part.headers["content-range"]) == (206, b"234", "bytes 2-4/10")
    assert part.headers["content-length"] == "3"
    outside = await anybody.get(url, headers={"Range": "bytes=20-"})
    assert (outside.status_code, outside.headers["content-range"]) == (416, "bytes */10")
    tag = part.headers["etag"]
    assert (await anybody.get(url, headers={"If-None-Match": tag})).status_code == 304
    changed = await anybody.get(url, headers={"Range": "bytes=2-4", "If-Range": '"other"'})
    assert (changed.status_code, changed.content) == (200, b"0123456789")
    head = await anybody.request("HEAD", url)
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", "10")


async def test_atk_T12_addresses_that_are_not_ours_or_no_more(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    found = (await upload(scene.a.anna_browser, b"tax")).json()
    anybody = scene.browsers.stranger()
    key = await scene.sql("select key from file")
    forged = Signer([b"other" * 7]).sign(f"a.{scene.a.id}.{found['id']}.", 1000)
    old = Signer([b"k" * 32], clock=lambda: 0.0).sign(f"a.{scene.a.id}.{found['id']}.", 10)
    other_tenant = Signer([b"k" * 32]).sign(f"a.{scene.b.id}.{found['id']}.", 1000)
    token = found["url"].removeprefix("/files/")
    changed = token[:-1] + ("A" if token[-1] != "A" else "B")
    for wrong in (key, str(found["id"]), forged, old, other_tenant, changed, "x", "..%2f..%2fetc", "я"):
        answer = await anybody.get(f"/files/{wrong}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), wrong
    message = (await reply(scene.a.anna_browser, number, attachments=[found["id"]])).json()
    assert (await anybody.get(message["attachments"][0]["url"])).content == b"tax"
    gone = await scene.a.anna_browser.delete(f"/api/v1/conversations/{number}/messages/{message['id']}")
    assert gone.json()["attachments"] == []
    assert (await anybody.get(found["url"])).status_code == 404


@pytest.mark.parametrize("name, shown", [
    ("Фото 1.PNG", "file.png"), ("счёт.pdf", "file.pdf"), ("README", "file"), ("a.b/../c.exe%00", "file"),
])  # fmt: skip
async def test_a_messenger_fetches_a_file_under_a_name_with_its_ending(scene: Scene, name: str, shown: str) -> None:
    found = (await upload(scene.a.anna_browser, _picture(), "p.png", "image/png")).json()
    links = FileLinks(Signer([b"k" * 32]))
    sent = OutboundFile(key="k", kind=Kind.IMAGE, name=name, mime="image/png", size=1, number=found["id"])
    path = links.sent_file(scene.a.id, sent)
    assert path.rpartition("/")[2] == shown
    answer = await scene.browsers.stranger().get(path)
    assert (answer.status_code, answer.content) == (200, _picture())
    assert links.sent_file(scene.a.id, msgspec.structs.replace(sent, number=0)) == ""
    assert (await scene.browsers.stranger().get("/files/x/file.png")).status_code == 404


async def test_a_photo_has_a_new_address_when_it_changes(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    await upload(scene.a.anna_browser, _picture(), "a.png", "image/png")
    await scene.do("update contact set avatar_key = (select key from file)")
    row = (await scene.a.anna_browser.get(f"/api/v1/conversations/{number}")).json()
    url = row["contact"]["avatar_url"]
    assert (await scene.browsers.stranger().get(url)).content == _picture()
    await scene.do("update contact set avatar_key = null")
    assert (await scene.browsers.stranger().get(url)).status_code == 404
