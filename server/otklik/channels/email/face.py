"""How the channel is shown. The sign is from Tabler Icons (MIT)."""

from otklik.channelkit.manifest import Face, Words

FACE = Face(
    name=Words("Почта", "Email"),
    about=Words(
        "Письма на общий адрес. Нужны данные IMAP и SMTP.",
        "Letters to a shared address. Takes IMAP and SMTP details.",
    ),
    within=Words("почта", "e-mail"),
    spellings=("почта", "mail", "письмо"),
    sign=("M3 7a2 2 0 0 1 2 -2h14a2 2 0 0 1 2 2v10a2 2 0 0 1 -2 2h-14a2 2 0 0 1 -2 -2v-10M3 7l9 6l9 -6"),
    colour="#6a5acd",
    place=30,
)
