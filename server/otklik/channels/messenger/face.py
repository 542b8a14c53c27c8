"""How the channel is shown. The sign is from Tabler Icons (MIT)."""

from otklik.channelkit.manifest import Face, Words

FACE = Face(
    name=Words("Messenger", "Messenger"),
    about=Words(
        "Сообщения странице Facebook. Нужны приложение Meta и токен страницы.",
        "Messages to a Facebook page. Takes a Meta app and a token of the page.",
    ),
    spellings=("мессенджер", "messenger", "facebook", "фейсбук", "fb"),
    sign="M3 20l1.3 -3.9a9 8 0 1 1 3.4 2.9l-4.7 1M8 13l3 -2l2 2l3 -2",
    colour="#0866d6",
    place=35,
    link="https://m.me/{id}",
)
