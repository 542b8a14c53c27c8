"""How the channel is shown. The sign is from Tabler Icons (MIT)."""

from otklik.channelkit.manifest import Face, Words

FACE = Face(
    name=Words("WhatsApp", "WhatsApp"),
    about=Words(
        "Сообщения на номер WhatsApp Business. Нужны номер в Cloud API и постоянный токен.",
        "Messages to a WhatsApp Business number. Takes a number of the Cloud API and a permanent token.",
    ),
    spellings=("ватсап", "вотсап", "whatsapp", "wa"),
    sign=(
        "M3 21l1.65 -3.8a9 9 0 1 1 3.4 2.9l-5.05 .9"
        "M9 10a.5 .5 0 0 0 1 0v-1a.5 .5 0 0 0 -1 0v1a5 5 0 0 0 5 5h1a.5 .5 0 0 0 0 -1h-1a.5 .5 0 0 0 0 1"
    ),
    colour="#0b7d55",
    place=25,
    link="https://wa.me/{username}",
)
