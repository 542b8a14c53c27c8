"""The desk offers the words that the server reads."""

import json
from pathlib import Path

from otklik.desk.filters.lexicon import FIELDS, Kind, find_field, find_word
from otklik.wiring.channels import make_registry

_OFFERED = Path(__file__).parents[4] / "web/apps/desk/src/features/inbox/filters/lexicon.json"


def test_every_channel_can_be_asked_for_by_a_word() -> None:
    asked = {field.name: field for field in FIELDS}["channel"]
    assert set(asked.words) == {channel.manifest.slug for channel in make_registry()}


def test_the_desk_offers_every_field_and_value_by_words_that_are_read() -> None:
    offered = json.loads(_OFFERED.read_text(encoding="utf-8"))
    assert [one["name"] for one in offered] == [field.name for field in FIELDS]
    for one, field in zip(offered, FIELDS, strict=True):
        assert Kind(one["kind"]) is field.kind
        assert find_field(one["ru"]) is field
        assert {one["name"], one["ru"], *one.get("also", ())} == {field.name, *field.also}
        assert {words[0]: set(words[1:]) - {words[0]} for words in one["words"]} == {
            word: set(more) for word, more in field.words.items()
        }
        assert all(len(words) > 1 and all(words) for words in one["words"]), "shown in Russian"
        assert all(find_word(field.name, spelling) == words[0] for words in one["words"] for spelling in words)
