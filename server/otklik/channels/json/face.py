"""How the channel is shown. The sign is from Tabler Icons (MIT)."""

from otklik.channelkit.manifest import Face, Words

FACE = Face(
    name=Words("Свой канал (JSON)", "Own channel (JSON)"),
    about=Words(
        "Любой мессенджер, к которому есть программа: подписанный JSON в обе стороны.",
        "Any messenger that has a program: signed JSON both ways.",
    ),
    spellings=("свой", "own"),
    sign=(
        "M7 4a2 2 0 0 0 -2 2v3a2 3 0 0 1 -2 3a2 3 0 0 1 2 3v3a2 2 0 0 0 2 2"
        "M17 4a2 2 0 0 1 2 2v3a2 3 0 0 0 2 3a2 3 0 0 0 -2 3v3a2 2 0 0 1 -2 2"
    ),
    colour="#3d5a80",
    place=200,
)
