"""How the channel is shown. The sign is from Tabler Icons (MIT)."""

from otklik.channelkit.manifest import Face, Words

FACE = Face(
    name=Words("SMS (HTTP)", "SMS (HTTP)"),
    about=Words(
        "SMS через любого провайдера с HTTP: SMSC.ru, Vonage, Exolve уже описаны, другого можно описать самому.",
        "SMS by any provider over HTTP: SMSC.ru, Vonage and Exolve are described, another can be.",
    ),
    spellings=("смс-провайдер", "sms-provider"),
    sign=(
        "M12 21h-4a2 2 0 0 1 -2 -2v-14a2 2 0 0 1 2 -2h8a2 2 0 0 1 2 2v8M11 4h2M16 22l5 -5M21 21.5v-4.5h-4.5M12 17v.01"
    ),
    colour="#1f7a8c",
    place=105,
)
