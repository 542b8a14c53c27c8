"""How the channel is shown. The sign is from Tabler Icons (MIT)."""

from otklik.channelkit.manifest import Face, Words

FACE = Face(
    name=Words("Форма на сайте", "Website form"),
    about=Words(
        "Обращения с сайта: форма на готовой странице или на вашей. Отвечаете письмом.",
        "Requests from your site: a form on our page or on yours. You answer by mail.",
    ),
    within=Words("форма на сайте", "the website form"),
    spellings=("форма",),
    sign=(
        "M12 3a3 3 0 0 0 -3 3v12a3 3 0 0 0 3 3"
        "M6 3a3 3 0 0 1 3 3v12a3 3 0 0 1 -3 3"
        "M13 7h7a1 1 0 0 1 1 1v8a1 1 0 0 1 -1 1h-7"
        "M5 7h-1a1 1 0 0 0 -1 1v8a1 1 0 0 0 1 1h1"
        "M17 12h.01"
        "M13 12h.01"
    ),
    colour="#a8551f",
    place=40,
)
