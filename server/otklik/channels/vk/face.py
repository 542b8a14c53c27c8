"""How the channel is shown. The sign is from Tabler Icons (MIT)."""

from otklik.channelkit.manifest import Face, Words

FACE = Face(
    name=Words("ВКонтакте", "VK"),
    about=Words(
        "Сообщения вашему сообществу ВКонтакте. Нужен ключ доступа сообщества.",
        "Messages to your VK community. Takes an access token of the community.",
    ),
    spellings=("вк", "вконтакте"),
    sign=(
        "M14 19h-4a8 8 0 0 1 -8 -8v-5h4v5a4 4 0 0 0 4 4v-9h4v4.5l.03 0a4.531 4.531 0 0 0 3.97 "
        "-4.496h4l-.342 1.711a6.858 6.858 0 0 1 -3.658 4.789a5.34 5.34 0 0 1 3.566 4.111l.434 "
        "2.389h-4a4.531 4.531 0 0 0 -3.97 -4.496v4.5l-.03 -.008"
    ),
    colour="#0065d6",
    place=60,
    link="https://vk.me/{username}",
)
