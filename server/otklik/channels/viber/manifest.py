"""What Viber can do, and what must be known to connect a bot."""

from otklik.channelkit.capabilities import Capabilities, Kind
from otklik.channelkit.manifest import ConfigField, FieldKind, Grade, Manifest, Transport, Words
from otklik.channels.viber import outbound
from otklik.channels.viber.client import DEFAULT_BASE
from otklik.channels.viber.face import FACE

DOWNLOAD_MAX_BYTES = 200 * 1024 * 1024
_FILES = (Kind.IMAGE, Kind.VIDEO, Kind.AUDIO, Kind.ANIMATION, Kind.DOCUMENT)

CAPABILITIES = Capabilities(
    text_max=outbound.TEXT_MAX,
    caption_max=outbound.CAPTION_MAX,
    kinds_in=(Kind.TEXT, *_FILES, Kind.STICKER, Kind.LOCATION, Kind.CONTACT, Kind.BUTTON_PRESS),
    kinds_out=(Kind.TEXT, *_FILES, Kind.VOICE, Kind.VIDEO_NOTE, Kind.STICKER, Kind.LOCATION),
    file_max_bytes=outbound.FILE_MAX_BYTES,
    image_max_bytes=outbound.FILE_MAX_BYTES,
    download_max_bytes=DOWNLOAD_MAX_BYTES,
    album_max=1,
    buttons_max=outbound.BUTTONS_MAX,
    buttons_per_row=outbound.BUTTONS_PER_ROW,
    button_label_max=outbound.LABEL_MAX,
    button_payload_max=outbound.PAYLOAD_MAX_BYTES,
    delivered_in=True,
    read_in=True,
    blocked_in=True,
    entry_ref_max=255,
    profile_photo=True,
    rate_per_second=20.0,
    rate_per_chat=1.0,
    rate_chat_burst=5,
)
_NO_CHANGES = "Viber has no way to change or take back a message of a bot"

MANIFEST = Manifest(
    slug="viber",
    face=FACE,
    transports=(Transport.WEBHOOK,),
    capabilities=CAPABILITIES,
    fields=(
        ConfigField(
            name="token",
            kind=FieldKind.SECRET,
            label=Words("Токен бота", "Bot token"),
            help=Words(
                "В кабинете партнёра Viber, на странице бота: строка вида 4dc29c5a9e6b4f3a-…",
                "In the Viber partner's account, on the page of the bot: a line such as 4dc29c5a9e6b4f3a-…",
            ),
            required=True,
        ),
        ConfigField(
            name="sender_name",
            kind=FieldKind.TEXT,
            label=Words("Имя отправителя", "Sender's name"),
            help=Words(
                "Стоит над сообщениями у клиента, до 28 знаков",
                "Stands over the messages at the customer's, at most 28 characters",
            ),
            required=True,
        ),
        ConfigField(
            name="welcome",
            kind=FieldKind.TEXT,
            label=Words("Приветствие", "Welcome"),
            help=Words(
                "Увидит тот, кто открыл чат и ещё ничего не написал. Пусто — без приветствия",
                "Shown to whoever opens the chat and has written nothing yet. Empty for none",
            ),
        ),
        ConfigField(
            name="base_url",
            kind=FieldKind.TEXT,
            label=Words("Адрес API", "API address"),
            help=Words(
                "Меняется, если партнёр Viber даёт свой адрес", "Changed when a partner of Viber gives another address"
            ),
            default=DEFAULT_BASE,
            advanced=True,
            host_only=True,
        ),
    ),
    grade=Grade.GOLD,
    exempt={
        "templates": "Viber's bots have no approved templates: nothing needs approval",
        "edits_in": "Viber does not tell a bot that a person changed a message",
        "deletes_in": "Viber does not tell a bot that a person deleted a message",
        "edits_out": _NO_CHANGES,
        "deletes_out": _NO_CHANGES,
        "reactions_out": "Viber gives bots no reactions",
        "typing_out": "Viber cannot show that a bot is typing",
        "replies": "Viber has no answers to a single message",
    },
    steps=(
        Words(
            "Заведите бота у Viber или его партнёра: с 2024 года боты только платные, по договору.",
            "Get a bot from Viber or one of its partners: since 2024 bots are commercial, by contract.",
        ),
        Words(
            "Скопируйте токен со страницы бота в поле ниже и впишите имя, под которым вас увидят.",
            "Copy the token from the page of the bot into the field below, and enter the name people will see.",
        ),
        Words(
            "Сервер должен быть виден из интернета по https с настоящим сертификатом: Viber проверит это сразу.",
            "This server must be reachable over https with a real certificate: Viber checks it at once.",
        ),
        Words(
            "Нажмите «Проверить связь», затем «Подключить» и напишите своему боту.",
            "Press “Test connection”, then “Connect”, and write to your bot.",
        ),
    ),
)
