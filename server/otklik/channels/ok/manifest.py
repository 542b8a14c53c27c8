"""What Odnoklassniki can do as far as its pages tell, and what must be known to connect a group."""

from otklik.channelkit.capabilities import Capabilities, Kind, TextUnit
from otklik.channelkit.manifest import ConfigField, FieldKind, Grade, Manifest, Transport, Words
from otklik.channels.ok import outbound
from otklik.channels.ok.client import DEFAULT_BASE
from otklik.channels.ok.face import FACE

DOWNLOAD_MAX_BYTES = 50 * 1024 * 1024
_DAY_S = 24 * 3600
_FILES = (Kind.IMAGE, Kind.VIDEO, Kind.VOICE, Kind.DOCUMENT)

CAPABILITIES = Capabilities(
    text_max=outbound.TEXT_MAX,
    text_unit=TextUnit.UTF16,
    caption_max=outbound.TEXT_MAX,
    kinds_in=(Kind.TEXT, *_FILES, Kind.STICKER, Kind.LOCATION, Kind.CONTACT, Kind.BUTTON_PRESS),
    kinds_out=(Kind.TEXT, *_FILES, Kind.AUDIO, Kind.VIDEO_NOTE, Kind.ANIMATION, Kind.STICKER, Kind.LOCATION),
    file_max_bytes=outbound.FILE_MAX_BYTES,
    image_max_bytes=outbound.IMAGE_MAX_BYTES,
    download_max_bytes=DOWNLOAD_MAX_BYTES,
    album_max=outbound.ATTACHMENTS_MAX,
    buttons_max=outbound.BUTTONS_MAX,
    buttons_per_row=outbound.BUTTONS_PER_ROW,
    button_label_max=outbound.LABEL_MAX,
    button_payload_max=outbound.PAYLOAD_MAX_BYTES,
    reply_to=True,
    edit_out_s=_DAY_S,
    typing_out_s=5,
    read_out=True,
    rate_per_second=5.0,
    rate_per_chat=1.0,
    rate_chat_burst=1,
)

MANIFEST = Manifest(
    slug="ok",
    face=FACE,
    transports=(Transport.WEBHOOK,),
    capabilities=CAPABILITIES,
    fields=(
        ConfigField(
            name="token",
            kind=FieldKind.SECRET,
            label=Words("Ключ доступа группы", "Access key of the group"),
            help=Words(
                "В группе: Настройки → Управление → Работа с API → Получить ключ доступа. Новый ключ отменяет прежний",
                "In the group: Settings → Management → API → Get access key. A new key ends the one before",
            ),
            required=True,
        ),
        ConfigField(
            name="base_url",
            kind=FieldKind.TEXT,
            label=Words("Адрес API", "API address"),
            help=Words("Меняется только для посредника", "Changed only for a proxy"),
            default=DEFAULT_BASE,
            advanced=True,
            host_only=True,
        ),
    ),
    grade=Grade.SILVER,
    exempt={
        "delivery_reports": "Odnoklassniki never tells a group that a message was delivered",
        "opt_out": "Odnoklassniki does not tell a group that a person forbade its messages",
        "templates": "Odnoklassniki has no approved templates: nothing needs approval",
        "edits_in": "Odnoklassniki describes no event for a message that a person changed",
        "deletes_in": "Odnoklassniki describes no event for a message that a person took back",
        "deletes_out": "Odnoklassniki describes no way for a group to take a message back",
        "reactions_out": "Odnoklassniki gives a group no way to react to a message",
        "read_marks": "Odnoklassniki tells a group nothing about reading",
        "attribution": "what an event of a chat opened by a link holds is not described",
    },
    steps=(
        Words(
            "Откройте группу в полной версии сайта и включите в её настройках сообщения.",
            "Open the group in the full version of the site and switch messages on in its settings.",
        ),
        Words(
            "«Настройки» → «Управление» → «Работа с API» → «Получить ключ доступа». Скопируйте ключ в поле ниже.",
            "Settings → Management → API → Get access key. Copy the key into the field below.",
        ),
        Words(
            "Нажмите «Проверить связь», затем «Подключить» и напишите группе с другого аккаунта.",
            "Press “Test connection”, then “Connect”, and write to the group from another account.",
        ),
    ),
)
