"""Remarks of channels on messages."""

import json
import re
from pathlib import Path

import pytest

from otklik.channelkit.notes import Note, Remarks, read_note

_CHANNELS = Path(__file__).parents[2] / "otklik/channels"
_WORDS = Path(__file__).parents[3] / "web/apps/desk/src/shared/locales"


@pytest.mark.parametrize(
    ("note", "remarks"),
    [
        ("", Remarks((), "")),
        ("missing_parts", Remarks((Note.MISSING_PARTS,), "")),
        ("binary probable_duplicate", Remarks((Note.BINARY, Note.PROBABLE_DUPLICATE), "")),
        ("encrypted,cut,cut", Remarks((Note.ENCRYPTED, Note.CUT), "")),
        ("checklist", Remarks((), "checklist")),
        ("wall post, gift", Remarks((), "wall post, gift")),
        ("cropped, wall post", Remarks((Note.CROPPED,), "wall post")),
        (" , ,", Remarks((), "")),
    ],
)
def test_known_remarks_are_told_from_what_a_provider_calls_it(note: str, remarks: Remarks) -> None:
    assert read_note(note) == remarks


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_desk_has_words_for_every_remark(language: str) -> None:
    said = json.loads((_WORDS / language / "conversation.json").read_text(encoding="utf-8"))["notes"]
    assert set(said) == {note.value for note in Note}


_WRITTEN = re.compile(
    r"""(?:\bnote\s*=|\bnote\s+or|\bfound\.note\(|_NOTE(?::\s*Final)?\s*=|\bnotes\.append\()\s*"([a-z_]+)\""""
)


def test_every_remark_that_a_channel_writes_in_its_own_words_is_known() -> None:
    written = {
        (place.parent.name, word)
        for place in _CHANNELS.glob("*/*.py")
        for word in _WRITTEN.findall(place.read_text(encoding="utf-8"))
    }
    assert {"live", "cropped", "cut", "missing_parts"} <= {word for _, word in written}, (
        "the search still finds"
    )
    assert {one for one in written if one[1] not in set(Note)} == set()
