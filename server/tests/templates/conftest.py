"""Two companies at their desks; the first has a channel that knows templates."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from otklik.desk.room import desk_dependencies
from otklik.inboxes.connection import Connector
from otklik.inboxes.endpoints import inbox_dependencies
from otklik.inboxes.service import Inboxes
from otklik.inboxes.vault import Vault
from otklik.infra.db import Database
from otklik.infra.files import FileStore
from otklik.kit.ids import new_uuid7
from otklik.kit.secrets import Keyring
from otklik.templates.endpoints import ROUTES as TEMPLATES
from tests.browser import ADDRESS, open_browsers
from tests.desk.scene import ROUTES, Scene
from tests.templates.stamped import VALUES, Stamped


class Post:
    """The desk of the first company, its stamped inbox, and Vera, who has written to it."""

    def __init__(self, scene: Scene, channel: Stamped) -> None:
        registry = scene.desk.registry
        self.scene = scene
        self.channel = channel
        vault = Vault(registry, Keyring(1, {1: bytes(range(32))}), ADDRESS)
        self.room = Inboxes(scene.db, registry, vault, Connector(registry, scene.directory.context_for), ADDRESS)
        self.inbox = 0
        self.conversation = 0

    async def lay(self) -> None:
        """Connect the inbox and let Vera write."""
        self.inbox = await self.scene.inbox(self.scene.a.id, "stamped")
        self.conversation = (await self.scene.write(self.scene.a, "Вера", inbox_id=self.inbox)).conversation_id

    async def shut_window(self) -> None:
        """Let two days pass since Vera wrote."""
        await self.scene.do("update identity set last_wrote_at = now() - interval '2 days'")

    async def sync(self) -> dict[str, Any]:
        """Ask the provider by the door."""
        answer = await self.scene.a.anna_browser.post(f"/api/v1/inboxes/{self.inbox}/templates/sync")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def listed(self) -> dict[str, Any]:
        """Return what is stored."""
        answer = await self.scene.a.anna_browser.get(f"/api/v1/inboxes/{self.inbox}/templates")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def send(
        self, name: str = "order_ready", values: dict[str, str] | None = None, **more: Any
    ) -> httpx.Response:
        """Send a template to Vera."""
        chosen = {"name": name, "language": "ru", "values": VALUES if values is None else values}
        body = {"client_id": str(new_uuid7()), "template": chosen, **more}
        return await self.scene.a.anna_browser.post(f"/api/v1/conversations/{self.conversation}/messages", body)


@pytest.fixture
async def post(db: Database, tmp_path: Path) -> AsyncIterator[Post]:
    """The post, open."""
    channel = Stamped()
    scene = Scene(db, FileStore(tmp_path), channel)
    made = Post(scene, channel)
    state = {"desk": scene.desk, "inboxes": made.room}
    dependencies = {**desk_dependencies(), **inbox_dependencies()}
    async with open_browsers(db, [*ROUTES, *TEMPLATES], state, dependencies) as browsers:
        await scene.lay(browsers)
        await made.lay()
        yield made
