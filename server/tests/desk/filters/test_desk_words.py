"""The desk offers the words that the server reads."""

import json
from pathlib import Path

from otklik.desk.filters.lexicon import FIELDS, Kind, find_field, find_word

_OFFERED = Path(__file__).parents[4] / "web/apps/desk/src/features/inbox/filters/lexicon.json"


def test_the_desk_offers_every_field_and_value_by_words_that_are_read() -> None:
    offered = json.loads(_OFFERED.read_text(encoding="utf-8"))
    assert [one["name"] for one in offered] == [field.name for field in FIELDS]
    for one, field in zip(offered, FIELDS, strict=True):
        assert Kind(one["kind"]) is field.kind
        assert find_field(one["ru"]) is field
        assert {word for word, _ in one["words"]} == set(field.words)
        for word, russian in one["words"]:
            assert find_word(field.name, russian) == word
