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
from otklik.infra import sounds
from otklik.kit.mp4 import OtherSound, read_opus_mp4
from otklik.kit.ogg import write_opus
from otklik.kit.webm import NotOpus, read_opus
from tests.desk.scene import Scene, reply, upload

_RECORDINGS = Path(__file__).parent / "recordings"
RECORDED = (_RECORDINGS / "browser.webm").read_bytes()
"""A second and a half of the tone of Chromium's own false microphone."""
SAFARIS = {path.name: path.read_bytes() for path in _RECORDINGS.glob("*.m*4*")}
"""A second and a half of a tone in MP4: Opus and AAC, whole and in fragments, made with ffmpeg."""
needs_ffmpeg = pytest.mark.skipif(sounds.find_program() is None, reason="ffmpeg is not installed")
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


@pytest.mark.parametrize("name", ["opus.mp4", "opus-fragments.mp4"])
async def test_opus_in_mp4_travels_as_ogg_without_any_program(
    scene: Scene, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sounds, "find_program", lambda: None)
    made = await bring(scene, SAFARIS[name], "audio/mp4")
    assert (made["status"], made["kind"], made["mime"], made["name"]) == (201, "voice", "audio/ogg", "voice.ogg")
    given_back = await scene.browsers.stranger().get(str(made["url"]))
    assert read_length(given_back.content) == pytest.approx(1.5, abs=0.05)
    assert read_opus_mp4(SAFARIS["opus.mp4"]).packets == read_opus_mp4(SAFARIS["opus-fragments.mp4"]).packets


@needs_ffmpeg
@pytest.mark.parametrize("name", ["aac.m4a", "aac-fragments.mp4"])
async def test_aac_is_made_anew_by_the_program(scene: Scene, name: str) -> None:
    made = await bring(scene, SAFARIS[name], "audio/mp4")
    assert (made["status"], made["kind"], made["mime"]) == (201, "voice", "audio/ogg")
    given_back = await scene.browsers.stranger().get(str(made["url"]))
    assert read_length(given_back.content) == pytest.approx(1.5, abs=0.1)
    assert len([path for path in scene.store.path("a" * 43).parents[1].rglob("*") if path.is_file()]) == 1


async def test_without_the_program_aac_is_refused_in_words_and_goes_as_a_file(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sounds, "find_program", lambda: None)
    refused = await bring(scene, SAFARIS["aac.m4a"], "audio/mp4")
    assert (refused["status"], refused["code"]) == (422, "voice_needs_program")
    assert not [path for path in scene.store.path("a" * 43).parents[1].rglob("*") if path.is_file()]
    as_file = (await upload(scene.a.anna_browser, SAFARIS["aac.m4a"], "voice.m4a", "audio/mp4")).json()
    assert (as_file["kind"], as_file["mime"]) == ("audio", "audio/mp4")


@needs_ffmpeg
async def test_the_program_neither_lives_for_ever_nor_leaves_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sounds, "LONGEST_S", 0.001)
    with pytest.raises(sounds.UnreadableSound, match="too long"):
        await sounds.make_opus(SAFARIS["aac.m4a"])
    monkeypatch.setattr(sounds, "LONGEST_S", 60)
    playlist = b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/secret.ts\n"
    for nonsense in (b"", playlist, SAFARIS["aac.m4a"][:900]):
        with pytest.raises(sounds.UnreadableSound):
            await sounds.make_opus(nonsense)


@given(st.binary(max_size=200), st.sampled_from(sorted(SAFARIS)), st.integers(0, 8000))
def test_no_bytes_break_the_reader_of_mp4(noise: bytes, name: str, place: int) -> None:
    whole = SAFARIS[name]
    for data in (noise, whole[:place] + noise + whole[place + len(noise) :], whole[:place]):
        with suppress(NotOpus):
            assert read_opus_mp4(data).packets


def test_sound_of_another_kind_is_told_from_no_sound() -> None:
    with pytest.raises(OtherSound):
        read_opus_mp4(SAFARIS["aac.m4a"])
    with pytest.raises(NotOpus) as none:
        read_opus_mp4(b"\0\0\0\x08free")
    assert not isinstance(none.value, OtherSound)
