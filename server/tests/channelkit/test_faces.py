"""How channels are shown."""

import re

import pytest

from otklik.channelkit.channel import Account
from otklik.channelkit.links import link_account
from otklik.channelkit.manifest import Face, FieldKind, Manifest, Words
from otklik.wiring.channels import make_registry, show_channels

MANIFESTS = [channel.manifest for channel in make_registry()]
_PATH = re.compile(r"M[MmLlHhVvCcSsQqTtAaZz0-9 .,-]+")


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda one: one.slug)
def test_a_face_can_be_shown(manifest: Manifest) -> None:
    face = manifest.face
    for words in (face.name, face.about):
        assert words.ru
        assert words.en
    assert _PATH.fullmatch(face.sign), "the outline is drawn as it is: nothing but path data"
    assert re.fullmatch("#[0-9a-f]{6}", face.colour)
    assert _contrast_with_white(face.colour) >= 3, "the sign on it is white"
    assert face.link == "" or face.link.startswith("https://")


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda one: one.slug)
def test_every_choice_has_words(manifest: Manifest) -> None:
    for field in manifest.fields:
        assert bool(field.choices) is (field.kind is FieldKind.CHOICE)
        for choice in field.choices:
            assert choice.label.ru
            assert choice.label.en


def test_no_two_channels_look_the_same() -> None:
    shown = show_channels(make_registry())
    assert len({one.sign for one in shown}) == len({one.colour for one in shown}) == len(shown)
    assert [one.slug for one in shown][:4] == ["webchat", "telegram", "whatsapp", "email"], "the nearest first"


def test_the_page_of_an_account_is_made_of_its_names() -> None:
    face = Face(name=Words("Почта", "Post"), link="https://post.test/{username}?id={id}")
    assert link_account(face, Account(id="7", name="Лавка", username="лавка/чай")) == (
        "https://post.test/%D0%BB%D0%B0%D0%B2%D0%BA%D0%B0%2F%D1%87%D0%B0%D0%B9?id=7"
    )
    assert link_account(face, Account(id="7", name="Лавка")) == ""
    assert link_account(Face(name=face.name), Account(id="7", name="Лавка")) == ""


def _contrast_with_white(colour: str) -> float:
    """By the formula of WCAG 2.1."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
