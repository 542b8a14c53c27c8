"""The judge refuses what MAX's description refuses."""

import json
from typing import Any

import pytest

from otklik.channelkit.fakes import FakeRequest
from tests.peers.max.judge import judge_request

MINIMAL = {"text": "да", "attachments": None, "link": None}


def request(method: str, path: str, query: str = "", body: Any = None, **headers: str) -> FakeRequest:
    return FakeRequest(
        method=method, path=path, query=query, headers={"authorization": "t", **headers},
        body=b"" if body is None else json.dumps(body).encode(),
    )  # fmt: skip


@pytest.mark.parametrize("good", [
    request("GET", "/me"), request("POST", "/messages", "chat_id=5", MINIMAL),
    request("GET", "/updates", "limit=100&timeout=30&marker=-7&types=message_created,bot_started"),
    request("POST", "/subscriptions", "", {"url": "https://a.example/h", "secret": "abc-5"}),
    request("POST", "/chats/5/actions", "", {"action": "typing_on"}),
])  # fmt: skip
def test_good(good: FakeRequest) -> None:
    assert judge_request(good) == []


@pytest.mark.parametrize("bad", [
    request("GET", "/me", authorization=""), request("GET", "/me", authorization="Bearer t"),
    request("GET", "/me", "access_token=t"), request("PATCH", "/me"), request("GET", "/chats"),
    request("POST", "/messages", "chat_id=x", MINIMAL), request("POST", "/messages", "chat_id=5", {"text": "да"}),
    request("POST", "/messages", "chat_id=5", {**MINIMAL, "text": "я" * 4001}),
    request("POST", "/messages", "chat_id=5", {**MINIMAL, "text": 5}),
    request("POST", "/messages", "chat_id=5", {**MINIMAL, "parse_mode": "html"}),
    request("POST", "/messages", "chat_id=5", {**MINIMAL, "attachments": [{"type": "photo", "payload": {}}]}),
    request("POST", "/messages", "chat_id=5", {**MINIMAL, "attachments": [
        {"type": "audio", "payload": {"token": "a"}}, {"type": "audio", "payload": {"token": "b"}}]}),
    request("POST", "/uploads", "type=photo"), request("POST", "/uploads"),
    request("POST", "/subscriptions", "", {"url": "https://a.example/h", "secret": "a b c d e"}),
    request("PUT", "/messages", "", MINIMAL), request("GET", "/updates", "limit=1001"),
    request("POST", "/chats/5/actions", "", {"action": "mark_seen"}), request("POST", "/upload/7"),
])  # fmt: skip
def test_bad(bad: FakeRequest) -> None:
    assert judge_request(bad) != []
