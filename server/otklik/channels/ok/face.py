"""How the channel is shown. The sign is from Tabler Icons (MIT)."""

from otklik.channelkit.manifest import Face, Words

FACE = Face(
    name=Words("Одноклассники", "Odnoklassniki"),
    about=Words(
        "Сообщения вашей группы в Одноклассниках. Нужен ключ доступа группы.",
        "Messages to your group in Odnoklassniki. Takes the access key of the group.",
    ),
    spellings=("одноклассники", "ок"),
    sign=(
        "M10 9a2 2 0 1 0 4 0a2 2 0 1 0 -4 0"
        "M20 12c0 8 0 8 -8 8s-8 0 -8 -8s0 -8 8 -8s8 0 8 8"
        "M9.5 13c1.333 .667 3.667 .667 5 0"
        "M9.5 17l2.5 -3l2.5 3"
        "M12 13.5v.5"
    ),
    colour="#c25a00",
    place=80,
)
