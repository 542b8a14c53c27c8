"""Files and the antivirus: the real clamd with one signature of our own, and what happens while it is away."""

import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from otklik.infra.clamd import ClamdDown, Verdict, is_address, scan_file
from otklik.infra.files import QUARANTINE
from otklik.messaging.scanning import Scanner
from tests.channels.email.servers import free_port
from tests.desk.scene import Scene, reply, upload

BAD = b"this is OTKLIK-TEST-VIRUS and nothing else"
_CLAMD = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
needs_clamd = pytest.mark.skipif(_CLAMD is None, reason="clamd is not installed")


class Clamd:
    """The real antivirus in a folder of its own, with one signature and no updates."""

    def __init__(self, stream_max: str = "1M") -> None:
        self.stream_max = stream_max
        self.folder = Path(tempfile.mkdtemp(prefix="otklik-clamd-"))
        self.port = free_port()
        self.socket = self.folder / "socket"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"unix:{self.socket}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        data = self.folder / "db"
        data.mkdir(exist_ok=True)
        (data / "own.ndb").write_text(f"Otklik.Test:0:*:{b'OTKLIK-TEST-VIRUS'.hex()}\n")
        lines = [
            f"DatabaseDirectory {data}", f"LocalSocket {self.socket}", f"TCPSocket {self.port}", "TCPAddr 127.0.0.1",
            "Foreground yes", f"StreamMaxLength {self.stream_max}", f"TemporaryDirectory {self.folder}",
            f"User {pwd.getpwuid(self.folder.stat().st_uid).pw_name}",
        ]  # fmt: skip
        config = self.folder / "clamd.conf"
        config.write_text("\n".join(lines) + "\n")
        assert _CLAMD is not None
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen([_CLAMD, "-c", str(config)], stdout=log, stderr=log)
        end = time.monotonic() + 60
        while not self.socket.exists():
            assert self.process.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < end
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop it."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(30)
            self.socket.unlink(missing_ok=True)
            self.process = None


@pytest.fixture(scope="module")
def clamd() -> Iterator[Clamd]:
    """The antivirus, running."""
    made = Clamd()
    made.start()
    yield made
    made.stop()
    shutil.rmtree(made.folder, ignore_errors=True)


def scanner(scene: Scene, address: str) -> Scanner:
    return Scanner(scene.store, address)


async def posted(scene: Scene, data: bytes, name: str = "счёт.txt") -> dict[str, Any]:
    """Post a reply with a file; returns the message."""
    number = (await scene.write(scene.a, "Иван")).conversation_id
    file = (await upload(scene.a.anna_browser, data, name)).json()
    answer = await reply(scene.a.anna_browser, number, "Смотрите", attachments=[file["id"]])
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def shown(scene: Scene, message: dict[str, Any]) -> dict[str, Any]:
    path = f"/api/v1/conversations/{message['conversation_id']}/messages/{message['id']}"
    return dict((await scene.a.anna_browser.get(path)).json())


async def hold(scene: Scene) -> None:
    await scene.do("update workspace set hold_unchecked = true where id = %(id)s", id=scene.a.id)


@needs_clamd
async def test_the_protocol_by_socket_and_by_port(clamd: Clamd, tmp_path: Path) -> None:
    good, bad, large = tmp_path / "good", tmp_path / "bad", tmp_path / "large"
    good.write_bytes(b"good" * 100_000)
    bad.write_bytes(b"x" * 200_000 + BAD)
    large.write_bytes(b"\0" * 3_000_000)
    for address in (clamd.address, f"127.0.0.1:{clamd.port}"):
        assert await scan_file(address, good) == Verdict("clean")
        assert await scan_file(address, bad) == Verdict("infected", "Otklik.Test.UNOFFICIAL")
        assert (await scan_file(address, large)).scan == "too_large"
    with pytest.raises(ClamdDown):
        await scan_file(f"127.0.0.1:{free_port()}", good)


@needs_clamd
async def test_an_infected_file_is_put_apart_neither_opened_nor_sent(
    scene: Scene, clamd: Clamd, tmp_path: Path
) -> None:
    await scanner(scene, clamd.address).look(scene.db)
    bad, good = await posted(scene, BAD), await posted(scene, b"good")
    assert [(await shown(scene, one))["attachments"][0]["scan"] for one in (bad, good)] == ["checking", "checking"]
    former = bad["attachments"][0]["url"]
    await scanner(scene, clamd.address).look(scene.db)

    (file,) = (await shown(scene, bad))["attachments"]
    assert (file["scan"], file["url"]) == ("infected", None)
    refused = await scene.a.anna_browser.get(former)
    assert (refused.status_code, refused.json()["code"]) == (403, "file_infected")
    key = await scene.sql("select key from file where scan = 'infected'")
    assert not scene.store.path(key).exists()
    assert (tmp_path.parent / QUARANTINE / key).read_bytes() == BAD
    await scene.send_all()
    failed = await shown(scene, bad)
    assert failed["delivery"]["status"] == "failed"
    assert "Антивирус" in failed["delivery"]["error"]["detail"]["ru"]

    (clean,) = (await shown(scene, good))["attachments"]
    assert clean["scan"] == "clean"
    assert (await scene.a.anna_browser.get(clean["url"])).content == b"good"
    assert (await shown(scene, good))["delivery"]["status"] == "sent"


@pytest.fixture(scope="module")
def narrow() -> Iterator[Clamd]:
    """The antivirus, running, that takes little."""
    made = Clamd("500")
    made.start()
    yield made
    made.stop()
    shutil.rmtree(made.folder, ignore_errors=True)


@needs_clamd
async def test_a_file_too_large_to_check_opens_and_leaves_only_where_the_company_lets_it(
    scene: Scene, narrow: Clamd
) -> None:
    large, small = await posted(scene, b"large" * 180), await posted(scene, b"small")
    await scanner(scene, narrow.address).look(scene.db)
    (file,) = (await shown(scene, large))["attachments"]
    assert (file["scan"], file["held"]) == ("too_large", False)
    assert (await scene.a.anna_browser.get(file["url"])).status_code == 200
    await hold(scene)
    assert (await shown(scene, large))["attachments"][0]["held"] is False, "another wish than that on unchecked files"

    await scene.do("update workspace set open_too_large = false where id = %(id)s", id=scene.a.id)
    (held,) = (await shown(scene, large))["attachments"]
    assert (held["scan"], held["held"], held["url"]) == ("too_large", True, None)
    refused = await scene.a.anna_browser.get(file["url"])
    assert (refused.status_code, refused.json()["code"]) == (403, "file_too_large_to_check")
    assert (await shown(scene, small))["attachments"][0]["held"] is False
    await scene.send_all()
    failed = await shown(scene, large)
    assert failed["delivery"]["status"] == "failed", "waiting would change nothing"
    assert "слишком велик" in failed["delivery"]["error"]["detail"]["ru"]
    assert (await shown(scene, small))["delivery"]["status"] == "sent"


async def test_while_it_is_away_the_state_says_so_and_nothing_is_lost(scene: Scene) -> None:
    message = await posted(scene, b"good")
    await scanner(scene, f"127.0.0.1:{free_port()}").look(scene.db)
    (file,) = (await shown(scene, message))["attachments"]
    assert (file["scan"], file["held"]) == ("not_checked", False)
    assert (await scene.a.anna_browser.get(file["url"])).status_code == 200, "this company does not hold files"
    assert await scene.sql("select works from scanner") is False

    await hold(scene)
    (file,) = (await shown(scene, message))["attachments"]
    assert (file["url"], file["held"]) == (None, True)
    refused = await scene.a.anna_browser.get(message["attachments"][0]["url"])
    assert (refused.status_code, refused.json()["code"]) == (403, "file_held")
    await scene.send_all()
    assert (await shown(scene, message))["delivery"]["status"] == "queued", "it waits"


@needs_clamd
async def test_once_it_is_back_what_waited_is_checked_opened_and_sent(scene: Scene, clamd: Clamd) -> None:
    message = await posted(scene, b"good")
    await hold(scene)
    await scanner(scene, f"127.0.0.1:{free_port()}").look(scene.db)
    await scanner(scene, clamd.address).look(scene.db)
    (file,) = (await shown(scene, message))["attachments"]
    assert (file["scan"], file["held"]) == ("clean", False)
    assert (await scene.a.anna_browser.get(file["url"])).content == b"good"
    await scene.send_all()
    assert (await shown(scene, message))["delivery"]["status"] == "sent"
    assert await scene.sql("select works from scanner") is True


async def test_without_an_antivirus_nothing_is_said_and_nothing_is_held(scene: Scene) -> None:
    await scanner(scene, f"127.0.0.1:{free_port()}").look(scene.db)
    await hold(scene)
    await scanner(scene, "").look(scene.db)
    message = await posted(scene, b"good")
    (file,) = message["attachments"]
    assert (file["scan"], file["held"]) == (None, False)
    assert (await scene.a.anna_browser.get(file["url"])).status_code == 200


@pytest.mark.parametrize(
    ("text", "good"),
    [("unix:/run/clamav/clamd.ctl", True), ("clamav:3310", True), ("[::1]:3310", True), ("unix:relative", False),
     ("clamav", False), (":3310", False), ("clamav:0", False), ("clamav:70000", False)],
)  # fmt: skip
def test_an_address_is_a_socket_or_a_port(text: str, *, good: bool) -> None:
    assert is_address(text) is good
