"""What Telegram can do, and what must be known to connect a bot."""

from otklik.channelkit.capabilities import Capabilities, Kind, TextUnit
from otklik.channelkit.choices import offer
from otklik.channelkit.manifest import ConfigField, FieldKind, Grade, Manifest, Transport, Words
from otklik.channels.telegram import outbound
from otklik.channels.telegram.client import DEFAULT_BASE
from otklik.channels.telegram.entities import MARKS
from otklik.channels.telegram.face import FACE

DOWNLOAD_MAX_BYTES = 20 * 1024 * 1024
_DAY_S = 24 * 3600
_FILES = (
    Kind.IMAGE, Kind.VIDEO, Kind.AUDIO, Kind.VOICE, Kind.VIDEO_NOTE, Kind.ANIMATION, Kind.DOCUMENT, Kind.STICKER,
)  # fmt: skip

CAPABILITIES = Capabilities(
    text_max=outbound.TEXT_MAX,
    text_unit=TextUnit.UTF16,
    caption_max=outbound.CAPTION_MAX,
    kinds_in=(Kind.TEXT, *_FILES, Kind.LOCATION, Kind.CONTACT, Kind.POLL, Kind.BUTTON_PRESS),
    kinds_out=(Kind.TEXT, *_FILES, Kind.LOCATION),
    file_max_bytes=outbound.FILE_MAX_BYTES,
    image_max_bytes=outbound.FILE_MAX_BYTES,
    download_max_bytes=DOWNLOAD_MAX_BYTES,
    album_max=outbound.ALBUM_MAX,
    buttons_max=outbound.BUTTONS_MAX,
    buttons_per_row=outbound.BUTTONS_PER_ROW,
    button_label_max=outbound.LABEL_MAX,
    button_payload_max=outbound.PAYLOAD_MAX_BYTES,
    marks=MARKS,
    reply_to=True,
    edit_out_s=365 * _DAY_S,
    delete_out_s=2 * _DAY_S,
    edit_in=True,
    delete_in=False,
    reactions_in=True,
    reactions_out=outbound.REACTIONS,
    typing_out_s=5,
    blocked_in=True,
    entry_ref_max=64,
    profile_photo=True,
    rate_per_second=25.0,
    rate_per_chat=1.0,
    rate_chat_burst=3,
)

MANIFEST = Manifest(
    slug="telegram",
    face=FACE,
    transports=(Transport.WEBHOOK, Transport.POLL),
    capabilities=CAPABILITIES,
    fields=(
        ConfigField(
            name="token",
            kind=FieldKind.SECRET,
            label=Words("Токен бота", "Bot token"),
            help=Words(
                "Его выдаёт @BotFather: команда /newbot, затем длинная строка вида 123456789:AAE…",
                "Given by @BotFather: the command /newbot, then a long line such as 123456789:AAE…",
            ),
            required=True,
        ),
        ConfigField(
            name="transport",
            kind=FieldKind.CHOICE,
            label=Words("Как получать сообщения", "How messages reach us"),
            help=Words(
                "webhook — сервер виден из интернета по https; polling — сервер сам спрашивает Telegram",
                "webhook: this server is reachable over https; polling: this server asks Telegram itself",
            ),
            default="webhook",
            choices=offer("webhook", "polling"),
        ),
        ConfigField(
            name="base_url",
            kind=FieldKind.TEXT,
            label=Words("Адрес Bot API", "Bot API address"),
            help=Words(
                "Меняется только для своего сервера Bot API или посредника",
                "Changed only for a Bot API server of your own or a proxy",
            ),
            default=DEFAULT_BASE,
            advanced=True,
            host_only=True,
        ),
    ),
    grade=Grade.GOLD,
    exempt={
        "delivery_reports": "the Bot API never says that a message was delivered",
        "templates": "the Bot API has no approved templates: nothing needs approval",
        "deletes_in": "the Bot API does not tell a bot that a person deleted a message (business accounts do tell)",
        "read_marks": "the Bot API tells a bot nothing about reading, and has no way to mark a message read",
    },
    steps=(
        Words(
            "Откройте в Telegram чат с @BotFather — это бот самого Telegram.",
            "Open a chat with @BotFather in Telegram: it is Telegram's own bot.",
        ),
        Words(
            "Отправьте /newbot и ответьте на два вопроса: имя для клиентов и адрес, который кончается на bot.",
            "Send /newbot and answer two questions: a name for customers to see, and an address that ends with bot.",
        ),
        Words(
            "BotFather пришлёт токен вида 123456:ABC-DEF… Скопируйте его целиком в поле ниже.",
            "BotFather sends a token like 123456:ABC-DEF… Copy the whole of it into the field below.",
        ),
        Words(
            "Нажмите «Проверить связь», затем «Подключить» и напишите своему боту.",
            "Press “Test connection”, then “Connect”, and write to your bot.",
        ),
    ),
)
