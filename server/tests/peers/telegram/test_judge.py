"""A judge that finds nothing is no judge."""

from typing import Any

import pytest

from tests.peers.telegram.judge import judge_call, judge_object

WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("sendMessages", {}, "there is no method sendMessages"),
    ("sendMessage", {"chat_id": 1}, "sendMessage lacks text"),
    ("sendMessage", {"chat_id": 1, "text": "a", "texts": "b"}, "sendMessage has no parameter texts"),
    ("sendMessage", {"chat_id": 1.5, "text": "a"}, "sendMessage.chat_id is not Integer"),
    ("sendMessage", {"chat_id": 1, "text": 5}, "sendMessage.text is not String"),
    ("sendMessage", {"chat_id": 1, "text": "a", "protect_content": "maybe"},
     "sendMessage.protect_content is not Boolean"),
    ("sendMessage", {"chat_id": 1, "text": "a", "entities": [{"type": "bold", "offset": 0}]},
     "sendMessage.entities[0] lacks length"),
    ("sendMessage", {"chat_id": 1, "text": "a", "entities": {}}, "sendMessage.entities is not an array"),
    ("sendMessage", {"chat_id": 1, "text": "a", "reply_parameters": '{"messageid": 5}'},
     "sendMessage.reply_parameters has no field messageid"),
    ("sendMessage", {"chat_id": 1, "text": "a", "reply_markup": {"inline_keyboard": [[{"title": "b"}]]}},
     "sendMessage.reply_markup.inline_keyboard[0][0] has no field title"),
    ("sendPhoto", {"chat_id": 1}, "sendPhoto lacks photo"),
    ("sendMediaGroup", {"chat_id": 1, "media": [{"type": "photo", "media": "attach://a"}]},
     "sendMediaGroup.media[0].media points at a file that did not come along"),
]  # fmt: skip


@pytest.mark.parametrize("method, params, fault", WRONG)
def test_a_wrong_call_is_named(method: str, params: dict[str, Any], fault: str) -> None:
    assert fault in judge_call(method, params)


def test_right_calls_pass_as_json_and_as_a_form() -> None:
    assert judge_call("sendMessage", {"chat_id": 77, "text": "a", "disable_notification": True}) == []
    assert judge_call("sendMessage", {"chat_id": "77", "text": "1", "disable_notification": "true"}) == []
    assert judge_call("sendPhoto", {"chat_id": 1}, {"photo"}) == []
    assert judge_call("setWebhook", {"url": "https://a.b/", "allowed_updates": '["message"]'}) == []
    media = [{"type": "photo", "media": "attach://a"}, {"type": "video", "media": "x"}]
    assert judge_call("sendMediaGroup", {"chat_id": 1, "media": media}, {"a"}) == []


def test_objects_are_judged_too() -> None:
    assert judge_object("User", {"id": 1, "is_bot": False, "first_name": "В"}) == []
    assert judge_object("User", {"id": 1, "first_name": "В"}) == ["User lacks is_bot"]
    assert judge_object("Nobody", {}) == ["Nobody: the schema has no type Nobody"]
