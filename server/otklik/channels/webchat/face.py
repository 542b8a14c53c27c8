"""How the channel is shown. The sign is from Tabler Icons (MIT)."""

from otklik.channelkit.manifest import Face, Words

FACE = Face(
    name=Words("Чат на сайте", "Website chat"),
    about=Words(
        "Кнопка чата на вашем сайте. Нужна одна строка кода.",
        "A chat button on your site. Takes one line of code.",
    ),
    within=Words("чат на сайте", "the website chat"),
    spellings=("чат", "chat", "сайт"),
    sign=(
        "M3 20l1.3 -3.9c-2.324 -3.437 -1.426 -7.872 2.1 -10.374c3.526 -2.501 8.59 -2.296 11.845 "
        ".48c3.255 2.777 3.695 7.266 1.029 10.501c-2.666 3.235 -7.615 4.215 -11.574 2.293l-4.7 1"
    ),
    colour="#0b8f80",
    place=10,
)
