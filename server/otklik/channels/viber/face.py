"""How the channel is shown. The sign is from Tabler Icons (MIT)."""

from otklik.channelkit.manifest import Face, Words

FACE = Face(
    name=Words("Viber", "Viber"),
    about=Words(
        "Чат-бот в Viber. Нужен токен бота, их выдают на коммерческих условиях.",
        "A chat bot in Viber. Takes the token of the bot, which is issued on commercial terms.",
    ),
    spellings=("вайбер",),
    sign=(
        "M12 19q -.515 0 -1 -.015l-4 3.015v-3.5c-2.5 -.75 -4 -2.904 -4 -7.5c0 -6.5 3 -8 9 -8s9 1.5 9 "
        "8s-3 8 -9 8"
        "M11.729 14.664c.725 .396 1.379 .65 1.802 .793a.84 .84 0 0 0 .863 -.215l.606 -.606l-1.633 "
        "-1.089a.46 .46 0 0 0 -.58 .058l-1.058 1.059"
        "M11.729 14.664a9.8 9.8 0 0 1 -2.243 -1.65a9.8 9.8 0 0 1 -1.65 -2.242"
        "M7.836 10.772a12 12 0 0 1 -.793 -1.803a.84 .84 0 0 1 .215 -.863l.606 -.606l1.089 1.633a.46 .46 "
        "0 0 1 -.058 .58l-1.059 1.059"
        "M17 10a4 4 0 0 0 -4 -4"
        "M14 10a1 1 0 0 0 -1 -1"
    ),
    colour="#7360f2",
    place=70,
)
