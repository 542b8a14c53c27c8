"""A visitor calls from the website and an operator answers in their browser: the sound arrives on both sides."""

import asyncio
import re
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, Playwright, expect

from tests.channels.email.servers import free_port
from tests.journeys.conftest import launch
from tests.journeys.product import Product, Signed, end_with_parent
from tests.journeys.screens import JOURNEY, PATIENCE_MS, Desk, Screens

pytestmark = JOURNEY
SECRET = "a secret of the relay"
_WATCH = """
window.peers = [];
const Peer = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Peer {
  constructor(options) { super({ ...options, iceTransportPolicy: '%s' }); window.peers.push(this); }
};
"""
_HEARD = """async () => {
  const found = { packets: 0, energy: 0, ways: [] };
  for (const peer of window.peers) for (const [, one] of await peer.getStats()) {
    if (one.type === 'inbound-rtp') { found.packets += one.packetsReceived; found.energy += one.totalAudioEnergy ?? 0; }
    if (one.type === 'local-candidate') found.ways.push(one.candidateType);
  }
  return found;
}"""


class Scene:
    """A shop that takes calls; the shop's visitor has a browser of their own."""

    def __init__(self, product: Product, owner: Signed, screens: Screens, visitors: Screens) -> None:
        self.product = product
        self.owner = owner
        self.screens = screens
        self.visitors = visitors

    async def prepare(self, **settings: object) -> None:
        """Let every chat take calls: the demo shop has the oldest of them."""
        made = {"origins": [self.product.address], "ask_away": "off", "calls": "online", **settings}
        body = {"channel": "webchat", "name": "Сайт", "settings": made}
        await self.product.call(self.owner, "POST", "/api/v1/inboxes", body)
        chats = (await self.product.call(self.owner, "GET", "/api/v1/inboxes"))["items"]
        assert isinstance(chats, list)
        for one in chats:
            if one["channel"] == "webchat" and one["status"] == "active":
                await self.product.call(self.owner, "PATCH", f"/api/v1/inboxes/{one['id']}", {"settings": made})
        await self.product.call(self.owner, "PUT", "/api/v1/operators/me/presence", {"presence": "online"})

    async def open_desk(self, policy: str = "all") -> Desk:
        context = await self.screens.make_context(self.owner)
        await context.grant_permissions(["microphone"], origin=self.product.address)
        await context.add_init_script(_WATCH % policy)
        page = await self.screens.open("/inbox/open", context=context)
        await expect(page.get_by_role("region", name="Список диалогов")).to_be_visible()
        return Desk(page)

    async def open_shop(self, policy: str = "all", *, microphone: bool = True) -> Page:
        context = await self.visitors.make_context()
        if microphone:
            await context.grant_permissions(["microphone"], origin=self.product.address)
        await context.add_init_script(_WATCH % policy)
        shop = await self.visitors.open("/demo", context=context)
        await shop.get_by_role("button", name="Открыть чат").click()
        return shop


@pytest_asyncio.fixture(loop_scope="session")
async def scene(product: Product, owner: Signed, screens: Screens, playwright: Playwright) -> AsyncIterator[Scene]:
    """The shared installation, and a second browser."""
    other = await launch(playwright, shutil.which("chromium"))
    visitors = Screens(other, product.address)
    yield Scene(product, owner, screens, visitors)
    await visitors.close()
    await other.close()


async def await_sound(page: Page) -> None:
    """Wait until more packets have come, with energy in them: whatever was heard before does not count."""
    first = await page.evaluate(_HEARD)
    async with asyncio.timeout(PATIENCE_MS / 1000):
        while True:
            now = await page.evaluate(_HEARD)
            if now["packets"] > first["packets"] + 40 and now["energy"] > first["energy"]:
                return
            await asyncio.sleep(0.2)


async def talk(scene: Scene, policy: str = "all") -> tuple[Desk, Page]:
    """Call and answer; returns both pages, once each hears the other."""
    desk = await scene.open_desk(policy)
    shop = await scene.open_shop(policy)
    await shop.get_by_role("button", name="Позвонить").click()
    await expect(shop.get_by_text("Звоним…")).to_be_visible()
    card = desk.page.get_by_role("region", name="Входящий звонок")
    await expect(card).to_be_visible()
    await card.get_by_role("button", name="Ответить на звонок").click()
    await expect(desk.page.get_by_role("region", name="Звонок", exact=True)).to_be_visible()
    await await_sound(desk.page)
    await await_sound(shop)
    return desk, shop


async def test_the_sound_arrives_on_both_sides(scene: Scene) -> None:
    await scene.prepare()
    desk, shop = await talk(scene)
    bar = desk.page.get_by_role("region", name="Звонок", exact=True)
    await expect(desk.thread.get_by_text("на линии")).to_be_visible()
    await bar.get_by_role("button", name="Поставить на паузу").click()
    await expect(shop.get_by_text("Вас попросили подождать")).to_be_visible()
    await bar.get_by_role("button", name="Вернуться к разговору").click()
    await expect(shop.get_by_text("Вас попросили подождать")).to_have_count(0)
    await bar.get_by_role("button", name="Выключить микрофон").click()
    await expect(bar.get_by_text("Микрофон выключен")).to_be_visible()
    await bar.get_by_role("button", name="Включить микрофон").click()
    await await_sound(shop)
    await desk.field.fill("Слышу вас")
    await desk.page.keyboard.press("Control+Alt+KeyH")
    await expect(bar).to_have_count(0)
    await expect(desk.field).to_have_value("Слышу вас")
    await desk.field.fill("")
    await expect(desk.page.get_by_role("link", name="Черновики")).to_have_count(0)
    await expect(shop.get_by_text("Разговор завершён")).to_be_visible()
    await expect(desk.thread.get_by_text("трубку положил сотрудник")).to_be_visible()
    assert scene.screens.complaints + scene.visitors.complaints == []


async def test_a_line_that_breaks_is_mended_and_a_closed_tab_has_hung_up(scene: Scene) -> None:
    await scene.prepare()
    desk, shop = await talk(scene)
    await shop.context.set_offline(True)
    await shop.wait_for_timeout(4_000)
    await shop.context.set_offline(False)
    await await_sound(shop)
    await shop.close()
    await expect(desk.page.get_by_role("region", name="Звонок", exact=True)).to_have_count(0)
    await expect(
        desk.thread.get_by_text("трубку положил клиент").or_(desk.thread.get_by_text("связь оборвалась"))
    ).to_be_visible()


async def test_a_declined_call_stays_on_the_list_and_the_visitor_is_told(scene: Scene) -> None:
    await scene.prepare(call_seconds=10)
    desk, shop = await scene.open_desk(), await scene.open_shop()
    await shop.get_by_role("button", name="Позвонить").click()
    await expect(desk.page.get_by_role("region", name="Входящий звонок")).to_be_visible()
    await desk.page.keyboard.press("Control+Alt+KeyD")
    await expect(shop.get_by_text("Сейчас никто не смог ответить")).to_be_visible()
    await desk.open_conversation("Звонок с сайта")
    # Others of the shared installation may be online still, and let it ring.
    missed = re.compile("Пропущенный звонок с сайта: (все отклонили|никто не ответил)")
    await expect(desk.thread.get_by_text(missed)).to_be_visible()


async def test_without_a_microphone_nobody_is_rung(scene: Scene) -> None:
    await scene.prepare()
    desk = await scene.open_desk()
    shop = await scene.open_shop(microphone=False)
    await shop.evaluate(
        """() => { navigator.mediaDevices.getUserMedia = () =>
             Promise.reject(new DOMException('no', 'NotAllowedError')); }"""
    )
    await shop.get_by_role("button", name="Позвонить").click()
    await expect(shop.get_by_text("Нет доступа к микрофону")).to_be_visible()
    await expect(desk.page.get_by_role("region", name="Входящий звонок")).to_have_count(0)
    await expect(desk.rows).to_have_count(0)


async def test_who_is_not_answered_asks_to_be_called_back(scene: Scene) -> None:
    await scene.prepare(callback=True)
    desk, shop = await scene.open_desk(), await scene.open_shop()
    await shop.get_by_role("button", name="Позвонить").click()
    card = desk.page.get_by_role("region", name="Входящий звонок")
    await card.get_by_role("button", name="Отклонить звонок").click()
    await shop.get_by_role("button", name="Перезвоните мне").click()
    await shop.get_by_label("Номер телефона").fill("12")
    await shop.get_by_role("button", name="Заказать звонок").click()
    await expect(shop.get_by_text("Проверьте номер")).to_be_visible()
    await shop.get_by_label("Номер телефона").fill("+7 900 123-45-67")
    await shop.get_by_role("button", name="Заказать звонок").click()
    await expect(shop.get_by_text("Мы перезвоним в выбранное время")).to_be_visible()
    await desk.open_conversation("Перезвоните мне")
    await expect(desk.thread.get_by_text("Новая задача: «Перезвонить: +7 900 123-45-67»")).to_be_visible()
    assert scene.screens.complaints + scene.visitors.complaints == []


@pytest.fixture
def relay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A real coturn on this machine; returns where it writes what it does."""
    program = shutil.which("turnserver")
    if program is None:
        pytest.skip("coturn is not installed")
    address, port, log = "127.0.0.1", free_port(), tmp_path / "turn.log"
    command = [
        program, "-n", "--no-cli", "--no-tls", "--no-dtls", "--use-auth-secret", f"--static-auth-secret={SECRET}",
        "--realm=otklik.test",
        "--allow-loopback-peers", f"--listening-ip={address}", f"--relay-ip={address}", f"--listening-port={port}",
        f"--pidfile={tmp_path / 'pid'}", f"--userdb={tmp_path / 'db'}", "--log-file=stdout", "--verbose",
    ]  # fmt: skip
    monkeypatch.setenv("OTKLIK_TURN_URLS", f"turn:{address}:{port}?transport=udp")
    monkeypatch.setenv("OTKLIK_TURN_SECRET", SECRET)
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, preexec_fn=end_with_parent)  # noqa: PLW1509 - one call to the kernel
    yield log
    process.terminate()
    process.wait(30)


async def test_through_a_real_relay(relay: Path, playwright: Playwright) -> None:
    product = Product()
    browsers = [await launch(playwright, shutil.which("chromium")) for _ in range(2)]
    try:
        product.start()
        await product.wait_until_open()
        owner = await product.enter_as_owner()
        screens, visitors = (Screens(browser, product.address) for browser in browsers)
        scene = Scene(product, owner, screens, visitors)
        await scene.prepare()
        desk, shop = await talk(scene, "relay")
        for page in (desk.page, shop):
            assert set((await page.evaluate(_HEARD))["ways"]) == {"relay"}
        assert b"operator" in await asyncio.to_thread(relay.read_bytes)
    finally:
        for browser in browsers:
            await browser.close()
        product.stop()
