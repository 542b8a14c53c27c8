"""What MAX can do, and what must be known to connect a bot."""

from otklik.channelkit.capabilities import Capabilities, Kind, TextUnit
from otklik.channelkit.choices import offer
from otklik.channelkit.manifest import ConfigField, FieldKind, Grade, Manifest, Transport, Words
from otklik.channels.max import outbound
from otklik.channels.max.client import DEFAULT_BASE
from otklik.channels.max.face import FACE
from otklik.channels.max.fetching import DOWNLOAD_MAX_BYTES
from otklik.channels.max.markup import MARKS, TEXT_MAX

_DAY_S = 24 * 3600
_FILES = (Kind.IMAGE, Kind.VIDEO, Kind.VOICE, Kind.DOCUMENT, Kind.STICKER)

CAPABILITIES = Capabilities(
    text_max=TEXT_MAX,
    text_unit=TextUnit.UTF16,
    caption_max=TEXT_MAX,
    kinds_in=(Kind.TEXT, *_FILES, Kind.LOCATION, Kind.CONTACT, Kind.BUTTON_PRESS),
    kinds_out=(Kind.TEXT, *_FILES, Kind.AUDIO, Kind.VIDEO_NOTE, Kind.ANIMATION, Kind.LOCATION),
    file_max_bytes=outbound.FILE_MAX_BYTES,
    image_max_bytes=outbound.IMAGE_MAX_BYTES,
    download_max_bytes=DOWNLOAD_MAX_BYTES,
    album_max=outbound.ALBUM_MAX,
    buttons_max=outbound.BUTTONS_MAX,
    buttons_per_row=outbound.BUTTONS_PER_ROW,
    button_label_max=outbound.LABEL_MAX,
    button_payload_max=outbound.PAYLOAD_MAX_BYTES,
    marks=MARKS,
    reply_to=True,
    edit_out_s=7 * _DAY_S,
    delete_out_s=7 * _DAY_S,
    edit_in=True,
    delete_in=True,
    typing_out_s=5,
    blocked_in=True,
    entry_ref_max=128,
    profile_photo=True,
    rate_per_second=25.0,
    rate_per_chat=1.5,
    rate_chat_burst=1,
)

MANIFEST = Manifest(
    slug="max",
    face=FACE,
    transports=(Transport.WEBHOOK, Transport.POLL),
    capabilities=CAPABILITIES,
    fields=(
        ConfigField(
            name="token",
            kind=FieldKind.SECRET,
            label=Words("Токен бота", "Bot token"),
            help=Words(
                "В кабинете MAX для бизнеса: Чат-боты → ваш бот → Интеграция → Получить токен",
                "In the MAX business cabinet: Chatbots → your bot → Integration → Get token",
            ),
            required=True,
        ),
        ConfigField(
            name="transport",
            kind=FieldKind.CHOICE,
            label=Words("Как получать сообщения", "How messages reach us"),
            help=Words(
                "webhook — сервер виден из интернета по https на порту 443; polling — сервер сам спрашивает MAX, "
                "это только для пробы",
                "webhook: this server is reachable over https on port 443; polling: this server asks MAX itself, for "
                "trying out only",
            ),
            default="webhook",
            choices=offer("webhook", "polling"),
        ),
        ConfigField(
            name="base_url",
            kind=FieldKind.TEXT,
            label=Words("Адрес API MAX", "MAX API address"),
            help=Words(
                "Меняется только для посредника или когда MAX переедет на другой адрес",
                "Changed only for a proxy, or when MAX moves to another address",
            ),
            default=DEFAULT_BASE,
            advanced=True,
            host_only=True,
        ),
    ),
    grade=Grade.GOLD,
    exempt={
        "delivery_reports": "MAX never tells a bot that a message was delivered",
        "templates": "MAX has no approved templates: nothing needs approval",
        "reactions_out": "MAX gives a bot no way to react to a message",
        "read_marks": "MAX tells a bot nothing about reading",
    },
    steps=(
        Words(
            "Бота в MAX заводит проверенная российская организация или ИП: business.max.ru, раздел «Чат-боты». "
            "Новый бот проходит модерацию.",
            "A bot of MAX is made by a verified Russian company or sole trader: business.max.ru, section Chatbots. "
            "A new bot passes moderation.",
        ),
        Words(
            "Откройте бота, затем «Интеграция» → «Получить токен», и скопируйте токен целиком в поле ниже.",
            "Open the bot, then Integration → Get token, and copy the whole token into the field below.",
        ),
        Words(
            "Сервер должен доверять сертификату MAX (удостоверяющий центр Минцифры): администратор сервера один раз "
            "указывает файл этого центра в настройке trusted_authorities. Проверка связи скажет, если его не хватает.",
            "This server must trust MAX's certificate (the Russian state authority): the server's administrator names "
            "that authority's file once, in the setting trusted_authorities. Test connection tells if it is missing.",
        ),
        Words(
            "Нажмите «Проверить связь», затем «Подключить» и напишите своему боту.",
            "Press “Test connection”, then “Connect”, and write to your bot.",
        ),
    ),
)
