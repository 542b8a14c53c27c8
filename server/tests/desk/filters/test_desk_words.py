"""The desk offers the words that the server reads."""

import json
from pathlib import Path

from otklik.desk.filters.lexicon import FIELDS, Kind, find_field, find_word
from otklik.wiring.channels import list_spellings, make_registry

_OFFERED = Path(__file__).parents[4] / "web/apps/desk/src/features/inbox/filters/lexicon.json"


def test_every_channel_is_found_by_each_of_its_own_words() -> None:
    spoken: dict[str, str] = {}
    for slug, spellings in list_spellings(make_registry()).items():
        assert spellings, f"{slug} has no word in Russian"
        for spelling in (slug, *spellings):
            assert find_word("channel", spelling) == slug
            assert spoken.setdefault(spelling, slug) == slug, f"{spelling} means two channels"


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
