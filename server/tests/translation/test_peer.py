"""Our peer is a LibreTranslate server to a client that others wrote."""

import asyncio
from urllib.error import HTTPError

import pytest
from libretranslatepy import LibreTranslateAPI  # type: ignore[import-untyped]

from tests.translation.peer import Peer

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")
"""Their client leaves the answers it has read open."""


async def test_an_independent_client_gets_along_with_the_peer(peer: Peer) -> None:
    peer.key = "k-1"
    theirs = LibreTranslateAPI(peer.url, api_key="k-1")
    assert await asyncio.to_thread(theirs.translate, "Wo ist meine Bestellung?", "auto", "ru") == "Где мой заказ?"
    assert (await asyncio.to_thread(theirs.detect, "Посылка"))[0]["language"] == "ru"
    assert {one["code"] for one in await asyncio.to_thread(theirs.languages)} >= {"en", "ru", "de"}


async def test_an_independent_client_is_refused_by_the_peer_as_by_a_server(peer: Peer) -> None:
    peer.key = "k-1"
    for key, status in (("wrong", 403), (None, 400)):
        stranger = LibreTranslateAPI(peer.url, api_key=key)
        with pytest.raises(HTTPError) as refused:
            await asyncio.to_thread(stranger.translate, "Good morning", "en", "ru")
        assert refused.value.code == status
        refused.value.close()
    theirs = LibreTranslateAPI(peer.url, api_key="k-1")
    with pytest.raises(HTTPError) as refused:
        await asyncio.to_thread(theirs.translate, "Good morning", "en", "tlh")
    assert refused.value.code == 400
    refused.value.close()
