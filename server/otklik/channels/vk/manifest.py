"""What VK can do, and what must be known to connect a community."""

from otklik.channelkit.capabilities import Capabilities, Kind, TextUnit
from otklik.channelkit.choices import offer
from otklik.channelkit.manifest import ConfigField, FieldKind, Grade, Manifest, Transport, Words
from otklik.channels.vk import outbound
from otklik.channels.vk.client import DEFAULT_BASE
from otklik.channels.vk.face import FACE
from otklik.channels.vk.reactions import REACTIONS

DOWNLOAD_MAX_BYTES = 100 * 1024 * 1024
_DAY_S = 24 * 3600
_FILES = (Kind.IMAGE, Kind.AUDIO, Kind.VOICE, Kind.ANIMATION, Kind.DOCUMENT, Kind.STICKER)

CAPABILITIES = Capabilities(
    text_max=outbound.TEXT_MAX,
    text_unit=TextUnit.UTF16,
    caption_max=outbound.TEXT_MAX,
    kinds_in=(Kind.TEXT, *_FILES, Kind.LOCATION, Kind.POLL, Kind.BUTTON_PRESS),
    kinds_out=(Kind.TEXT, *_FILES, Kind.VIDEO, Kind.VIDEO_NOTE, Kind.LOCATION),
    file_max_bytes=outbound.FILE_MAX_BYTES,
    image_max_bytes=outbound.FILE_MAX_BYTES,
    download_max_bytes=DOWNLOAD_MAX_BYTES,
    album_max=outbound.ALBUM_MAX,
    buttons_max=outbound.BUTTONS_MAX,
    buttons_per_row=outbound.BUTTONS_PER_ROW,
    button_label_max=outbound.LABEL_MAX,
    button_payload_max=outbound.PAYLOAD_MAX_BYTES,
    reply_to=True,
    edit_out_s=_DAY_S,
    delete_out_s=_DAY_S,
    edit_in=True,
    delete_in=False,
    reactions_in=True,
    reactions_out=REACTIONS,
    typing_in=True,
    typing_out_s=10,
    read_in=True,
    read_out=True,
    blocked_in=True,
    block_out=True,
    entry_ref_max=64,
    profile_photo=True,
    idempotent_send=True,
    rate_per_second=15.0,
    rate_per_chat=1.0,
    rate_chat_burst=5,
)

MANIFEST = Manifest(
    slug="vk",
    face=FACE,
    transports=(Transport.WEBHOOK, Transport.POLL),
    capabilities=CAPABILITIES,
    fields=(
        ConfigField(
            name="token",
            kind=FieldKind.SECRET,
            label=Words("Ключ доступа сообщества", "Community access token"),
            help=Words(
                "Сообщество → Управление → Дополнительно → Работа с API → Создать ключ. Отметьте управление "
                "сообществом, сообщения, фотографии и документы",
                "Community → Manage → API usage → Create token. Tick community management, messages, photos and files",
            ),
            required=True,
        ),
        ConfigField(
            name="transport",
            kind=FieldKind.CHOICE,
            label=Words("Как получать сообщения", "How messages reach us"),
            help=Words(
                "webhook — сервер виден из интернета, VK присылает сам; polling — сервер сам спрашивает VK",
                "webhook: this server can be reached and VK calls it; polling: this server asks VK itself",
            ),
            default="webhook",
            choices=offer("webhook", "polling"),
        ),
        ConfigField(
            name="confirmation",
            kind=FieldKind.TEXT,
            label=Words("Строка подтверждения", "Confirmation string"),
            help=Words(
                "Нужна, только если у ключа нет права управлять сообществом: скопируйте её из настроек Callback API",
                "Only for a token that may not manage the community: copy it from the Callback API settings",
            ),
            advanced=True,
        ),
        ConfigField(
            name="secret",
            kind=FieldKind.SECRET,
            label=Words("Секретный ключ Callback API", "Callback API secret key"),
            help=Words(
                "Тоже только для ручной настройки: придумайте до 50 латинских букв и цифр и впишите здесь и в VK",
                "For the same case: make up to 50 Latin letters and digits, and enter them here and at VK",
            ),
            advanced=True,
        ),
        ConfigField(
            name="base_url",
            kind=FieldKind.TEXT,
            label=Words("Адрес API", "API address"),
            help=Words("Меняется только для посредника", "Changed only for a proxy of your own"),
            default=DEFAULT_BASE,
            advanced=True,
            host_only=True,
        ),
    ),
    grade=Grade.GOLD,
    exempt={
        "delivery_reports": "VK says when a message was read and never that it was delivered",
        "templates": "VK has no approved templates: nothing needs approval",
        "deletes_in": "VK does not tell a community that a person deleted a message",
    },
    steps=(
        Words(
            "Откройте своё сообщество ВКонтакте: «Управление» → «Сообщения» и включите сообщения сообщества.",
            "Open your VK community: “Manage” → “Messages”, and switch community messages on.",
        ),
        Words(
            "Там же, «Настройки для бота», включите возможности ботов: без них не будет кнопок.",
            "There, under “Bot settings”, switch bot features on: without them there are no buttons.",
        ),
        Words(
            "«Управление» → «Дополнительно» → «Работа с API» → «Создать ключ»: отметьте управление сообществом, "
            "сообщения, фотографии и документы.",
            "“Manage” → “API usage” → “Create token”: tick community management, messages, photos and files.",
        ),
        Words(
            "Скопируйте ключ в поле ниже. Адрес и секрет для событий Otklik впишет в VK сам.",
            "Copy the token into the field below. Otklik enters the address and the secret for events at VK itself.",
        ),
        Words(
            "Нажмите «Проверить связь», затем «Подключить» и напишите своему сообществу.",
            "Press “Test connection”, then “Connect”, and write to your community.",
        ),
    ),
)
