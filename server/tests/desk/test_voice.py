"""A browser's recording becomes a voice message: read back by an independent reader."""

from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutagen.oggopus import OggOpus

from otklik.desk import voice
from otklik.kit.ogg import write_opus
from otklik.kit.webm import NotOpus, read_opus
from tests.desk.scene import Scene, reply, upload

RECORDED = (Path(__file__).parent / "recordings" / "browser.webm").read_bytes()
"""A second and a half of the tone of Chromium's own false microphone."""
HEAD = b"OpusHead\x01\x01\x38\x01\x80\xbb\x00\x00\x00\x00\x00"


def read_length(data: bytes) -> float:
    """Return the seconds of an Ogg file as somebody else's library reads them."""
    info: Any = OggOpus(BytesIO(data)).info  # type: ignore[no-untyped-call]
    assert info.channels == 1
    return float(info.length)


async def bring(scene: Scene, data: bytes, mime: str = "audio/webm") -> dict[str, object]:
    path = "/api/v1/uploads?as=voice"
    answer = await scene.a.anna_browser.post(path, files={"file": ("voice.webm", data, mime)})
    return {"status": answer.status_code, **answer.json()}


async def test_what_the_browser_recorded_travels_as_ogg(scene: Scene) -> None:
    made = await bring(scene, RECORDED)
    assert (made["kind"], made["mime"], made["name"]) == ("voice", "audio/ogg", "voice.ogg")
    given_back = await scene.browsers.stranger().get(str(made["url"]))
    assert given_back.headers["content-type"] == "audio/ogg"
    assert read_length(given_back.content) == pytest.approx(1.5)
    said = await scene.write(scene.a, "vera", "Здравствуйте")
    answer = await reply(scene.a.anna_browser, said.conversation_id, text="", kind="note", attachments=[made["id"]])
    assert answer.status_code == 201, answer.text
    (attachment,) = answer.json()["attachments"]
    assert (attachment["kind"], attachment["duration_s"]) == ("voice", 1.5)


async def test_the_file_that_was_brought_is_not_kept(scene: Scene) -> None:
    await bring(scene, RECORDED)
    assert len([path for path in scene.store.path("a" * 43).parents[1].rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize(
    "data", [RECORDED[:100], RECORDED.replace(b"A_OPUS", b"A_AAC/"), b"\x1a\x45\xdf\xa3webm" + b"\xff" * 99]
)
async def test_a_damaged_recording_is_refused_and_gone(scene: Scene, data: bytes) -> None:
    made = await bring(scene, data)
    if made["status"] == 201:
        assert made["mime"] == "application/octet-stream"  # not even looks like a recording: an ordinary file
        return
    assert (made["status"], made["code"]) == (422, "voice_unreadable")
    assert not [path for path in scene.store.path("a" * 43).parents[1].rglob("*") if path.is_file()]


async def test_a_recording_over_the_limit_is_refused(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice, "VOICE_MAX_BYTES", len(RECORDED) - 1)
    made = await bring(scene, RECORDED)
    assert (made["status"], made["code"]) == (413, "voice_too_long")


async def test_an_ordinary_file_is_left_as_it_came(scene: Scene) -> None:
    made = (await upload(scene.a.anna_browser, RECORDED, "a.webm", "audio/webm")).json()
    assert (made["kind"], made["mime"]) == ("audio", "audio/webm")


@given(
    st.lists(
        st.tuples(st.integers(0, 31), st.integers(0, 2), st.binary(min_size=1, max_size=1300)), min_size=1, max_size=400
    )
)
def test_any_packets_come_out_whole_and_in_order(raw: list[tuple[int, int, bytes]]) -> None:
    packets = [bytes([config << 3 | code]) + rest for config, code, rest in raw]
    data, seconds = write_opus(HEAD, packets)
    assert max(0, read_length(data)) == pytest.approx(seconds, abs=0.001)
    assert _packets(data)[2:] == packets


def _packets(data: bytes) -> list[bytes]:
    """Read pages the plain way: sizes, then bytes."""
    found: list[bytes] = []
    packet, at = b"", 0
    while at < len(data):
        count = data[at + 26]
        sizes, at = data[at + 27 : at + 27 + count], at + 27 + count
        for size in sizes:
            packet, at = packet + data[at : at + size], at + size
            if size < 255:
                found, packet = [*found, packet], b""
    return found


@given(st.binary(max_size=300), st.integers(0, len(RECORDED)))
def test_no_bytes_break_the_reader(noise: bytes, place: int) -> None:
    for data in (noise, RECORDED[:place] + noise + RECORDED[place:]):
        with suppress(NotOpus):
            assert read_opus(data).packets


def test_a_recording_cut_off_in_its_last_block_is_read_up_to_there() -> None:
    whole = read_opus(RECORDED)
    assert read_opus(RECORDED[:-20]).packets == whole.packets[:-1]
