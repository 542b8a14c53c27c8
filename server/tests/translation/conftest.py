"""A desk whose road out leads to a translation service on this machine."""

import ipaddress
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from otklik.desk import endpoints_translating
from otklik.desk.room import desk_dependencies
from otklik.infra.db import Database
from otklik.infra.files import FileStore
from otklik.kit.safe_http import SafeHttp
from otklik.kit.secrets import Keyring
from otklik.translation import endpoints
from otklik.translation.room import Translation, translation_dependencies
from tests.browser import Browser, open_browsers
from tests.desk.scene import ROUTES, Scene
from tests.factories import make_operator
from tests.translation.peer import Peer

SERVICE = "/api/v1/translation/service"


class Office(Struct):
    """Two companies at their desks, and a service nobody has connected yet."""

    scene: Scene
    peer: Peer
    translation: Translation
    boss: Browser

    async def connect(self, **fields: Any) -> Any:
        """Connect the service; returns the answer."""
        return await self.boss.put(SERVICE, {"url": self.peer.url, "expected_version": 0, **fields})

    async def written(self, text: str = "Wo ist meine Bestellung?") -> str:
        """Let a customer write; returns the address of the message."""
        made = await self.scene.write(self.scene.a, "vera", text)
        return f"/api/v1/conversations/{made.conversation_id}/messages/{made.message_id}"

    async def audit(self) -> list[tuple[str, Any]]:
        """Return what the audit tells of translation."""
        async with self.scene.db.system() as tx:
            return await tx.rows("select action, detail from audit where action like 'translation%%' order by id")


@pytest.fixture
async def peer() -> AsyncIterator[Peer]:
    """A service that runs."""
    made = Peer()
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def office(db: Database, tmp_path: Path, peer: Peer) -> AsyncIterator[Office]:
    """Two companies at their desks."""
    scene = Scene(db, FileStore(tmp_path))
    http = SafeHttp([ipaddress.ip_network("127.0.0.1/32")])
    translation = Translation(db, http, Keyring(1, {1: os.urandom(32)}))
    state = {"desk": scene.desk, "translation": translation}
    routes = [*ROUTES, *endpoints.ROUTES, *endpoints_translating.ROUTES]
    async with open_browsers(db, routes, state, desk_dependencies() | translation_dependencies()) as browsers:
        await scene.lay(browsers)
        boss = await browsers.of(await make_operator(db, scene.a.id, "owner"))
        yield Office(scene, peer, translation, boss)
    await http.close()
