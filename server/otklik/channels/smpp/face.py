"""How the channel is shown. The sign is from Tabler Icons (MIT)."""

from otklik.channelkit.manifest import Face, Words

FACE = Face(
    name=Words("SMS (SMPP)", "SMS (SMPP)"),
    about=Words(
        "SMS через центр оператора по SMPP. Нужен договор с оператором или агрегатором.",
        "SMS through an operator’s centre by SMPP. Needs a contract with an operator or aggregator.",
    ),
    spellings=("смс", "sms"),
    sign=("M11 3h10v8h-3l-4 2v-2h-3l0 -8M15 16v4a1 1 0 0 1 -1 1h-8a1 1 0 0 1 -1 -1v-14a1 1 0 0 1 1 -1h2M10 18v.01"),
    colour="#2f7d4f",
    place=100,
)
