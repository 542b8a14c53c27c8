"""A voice message leaves in the form its channel plays."""

from collections.abc import AsyncIterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from mutagen.mp4 import MP4

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.channel import Settings
from otklik.channelkit.outbound import OutboundMessage, Part
from otklik.desk.room import desk_dependencies
from otklik.infra import sounds
from otklik.infra.db import Database
from otklik.infra.files import FileStore
from tests.browser import open_browsers
from tests.desk.parrot import CAN_ALL, Parrot
from tests.desk.scene import ROUTES, Scene, reply

RECORDED = (Path(__file__).parents[1] / "desk/recordings/browser.webm").read_bytes()
needs_ffmpeg = pytest.mark.skipif(sounds.find_program() is None, reason="ffmpeg is not installed")
CAN = replace(CAN_ALL, kinds_out=(*CAN_ALL.kinds_out, Kind.VOICE), file_max_bytes=100_000)


class Listener(Parrot):
    """Remembers the files it was given."""

    def __init__(self, slug: str, voice_format: str) -> None:
        super().__init__(slug, replace(CAN, voice_format=voice_format))
        self.given: list[OutboundMessage] = []

    def render(self, message: OutboundMessage, settings: Settings) -> Sequence[Part]:
        """Remember."""
        self.given.append(message)
        return super().render(message, settings)


class Studio:
    """A scene with a channel that plays MP4 and one that plays Ogg."""

    def __init__(self, db: Database, folder: Path) -> None:
        self.mp4, self.ogg = Listener("mp4", "audio/mp4"), Listener("ogg", "audio/ogg")
        self.scene = Scene(db, FileStore(folder), self.mp4, self.ogg)

    async def say(self, channel: Listener) -> dict[str, Any]:
        """Record something and send it to somebody who writes by this channel; returns the attachment as shown."""
        anna, slug = self.scene.a.anna_browser, channel.manifest.slug
        inbox = await self.scene.inbox(self.scene.a.id, slug)
        talk = await self.scene.write(self.scene.a, f"Вера {slug}", inbox_id=inbox)
        made = await anna.post("/api/v1/uploads?as=voice", files={"file": ("voice.webm", RECORDED, "audio/webm")})
        answer = await reply(anna, talk.conversation_id, text="", attachments=[made.json()["id"]])
        assert answer.status_code == 201, answer.text
        await self.scene.send_all()
        path = f"/api/v1/conversations/{talk.conversation_id}/messages/{answer.json()['id']}"
        shown = (await anna.get(path)).json()
        assert shown["delivery"]["status"] == "sent"
        return dict(shown["attachments"][0])


@pytest.fixture
async def studio(db: Database, tmp_path: Path) -> AsyncIterator[Studio]:
    """The studio, open."""
    made = Studio(db, tmp_path)
    async with open_browsers(db, ROUTES, {"desk": made.scene.desk}, desk_dependencies()) as browsers:
        await made.scene.lay(browsers)
        yield made


@needs_ffmpeg
async def test_what_was_recorded_becomes_what_the_channel_plays(studio: Studio) -> None:
    shown = await studio.say(studio.mp4)
    assert (shown["kind"], shown["mime"], shown["name"]) == ("voice", "audio/mp4", "voice.m4a")
    assert shown["duration_s"] == 1.5
    [file] = studio.mp4.given[0].files
    assert (file.kind, file.mime) == (Kind.VOICE, "audio/mp4")
    info: Any = MP4(BytesIO(await studio.scene.store.read(file.key))).info  # type: ignore[no-untyped-call]
    assert info.codec.startswith("mp4a")
    assert info.length == pytest.approx(1.5, abs=0.1)


async def test_what_the_channel_plays_already_stays_as_it_is(studio: Studio) -> None:
    shown = await studio.say(studio.ogg)
    assert (shown["kind"], shown["mime"]) == ("voice", "audio/ogg")
    assert await studio.scene.sql("select count(*) from file") == 1


async def test_without_the_program_it_leaves_as_a_file(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sounds, "find_program", lambda: None)
    shown = await studio.say(studio.mp4)
    assert (shown["kind"], shown["mime"], shown["name"]) == ("document", "audio/ogg", "voice.ogg")
    assert [file.kind for file in studio.mp4.given[0].files] == [Kind.DOCUMENT]


@needs_ffmpeg
async def test_it_is_made_anew_once_for_good(studio: Studio) -> None:
    await studio.say(studio.mp4)
    await studio.scene.do("update outbox set state = 'queued'")
    await studio.scene.send_all()
    assert await studio.scene.sql("select count(*) from file") == 2
