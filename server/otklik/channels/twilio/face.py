"""How the channel is shown. The sign is from Tabler Icons (MIT)."""

from otklik.channelkit.manifest import Face, Words

FACE = Face(
    name=Words("SMS (Twilio)", "SMS (Twilio)"),
    about=Words(
        "SMS через Twilio. Нужны Account SID, Auth Token и купленный номер.",
        "SMS by Twilio. Takes account SID, auth token and a number you have bought.",
    ),
    spellings=("твилио",),
    sign=(
        "M12 11v.01M8 11v.01M16 11v.01"
        "M18 4a3 3 0 0 1 3 3v8a3 3 0 0 1 -3 3h-5l-5 3v-3h-2a3 3 0 0 1 -3 -3v-8a3 3 0 0 1 3 -3l12 0"
    ),
    colour="#c5203a",
    place=110,
)
