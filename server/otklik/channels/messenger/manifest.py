"""What Messenger can do, and what must be known to connect a page."""

from otklik.channelkit.capabilities import Capabilities, Kind
from otklik.channelkit.manifest import ConfigField, FieldKind, Grade, Manifest, Transport, Words
from otklik.channelkit.meta.graph import DEFAULT_BASE
from otklik.channelkit.meta.presses import PAYLOAD_MAX_BYTES
from otklik.channels.messenger import media, outbound
from otklik.channels.messenger.face import FACE
from otklik.channels.messenger.fetching import DOWNLOAD_MAX_BYTES

_DAY_S = 24 * 3600
_FILES = (Kind.IMAGE, Kind.VIDEO, Kind.AUDIO, Kind.DOCUMENT, Kind.STICKER, Kind.ANIMATION)
_NO_CHANGES = "the Send API has no way to change or take back a message of a page"

CAPABILITIES = Capabilities(
    text_max=outbound.TEXT_MAX,
    text_unit=outbound.TEXT_UNIT,
    kinds_in=(Kind.TEXT, *_FILES, Kind.LOCATION, Kind.BUTTON_PRESS),
    kinds_out=(Kind.TEXT, *_FILES, Kind.VOICE, Kind.VIDEO_NOTE, Kind.LOCATION),
    voice_format="audio/mp4",
    file_max_bytes=media.FILE_MAX_BYTES,
    image_max_bytes=media.FILE_MAX_BYTES,
    download_max_bytes=DOWNLOAD_MAX_BYTES,
    album_max=1,
    buttons_max=outbound.QUICK_MAX,
    buttons_per_row=3,
    button_label_max=outbound.TITLE_MAX,
    button_payload_max=PAYLOAD_MAX_BYTES,
    reply_to=True,
    edit_in=True,
    delete_in=False,
    reactions_in=True,
    reactions_out=outbound.REACTIONS,
    typing_out_s=20,
    delivered_in=True,
    read_in=True,
    read_out=True,
    block_out=True,
    reply_window_s=_DAY_S,
    human_window_s=7 * _DAY_S,
    entry_ref_max=250,
    profile_photo=True,
    rate_per_second=20.0,
    rate_per_chat=1.0,
)

MANIFEST = Manifest(
    slug="messenger",
    face=FACE,
    transports=(Transport.WEBHOOK,),
    capabilities=CAPABILITIES,
    fields=(
        ConfigField(
            name="page_id",
            kind=FieldKind.TEXT,
            label=Words("Идентификатор страницы", "Page ID"),
            help=Words(
                "Только цифры. На странице Facebook: Информация → Прозрачность страницы → Идентификатор страницы",
                "Digits only. On the Facebook page: About → Page transparency → Page ID",
            ),
            required=True,
        ),
        ConfigField(
            name="token",
            kind=FieldKind.SECRET,
            label=Words("Токен страницы", "Page access token"),
            help=Words(
                "В кабинете приложения: Messenger → Настройки API → Сгенерировать рядом со страницей. Нужны права "
                "pages_messaging и pages_manage_metadata",
                "In the app's dashboard: Messenger → API settings → Generate beside the page. Permissions "
                "pages_messaging and pages_manage_metadata",
            ),
            required=True,
        ),
        ConfigField(
            name="app_secret",
            kind=FieldKind.SECRET,
            label=Words("Секрет приложения", "App secret"),
            help=Words(
                "В кабинете приложения: Настройки → Основное → Секрет приложения. По нему проверяется каждая доставка",
                "In the app's dashboard: App settings → Basic → App secret. Every delivery is verified with it",
            ),
            required=True,
        ),
        ConfigField(
            name="verify_token",
            kind=FieldKind.SECRET,
            label=Words("Слово проверки", "Verify token"),
            help=Words(
                "Нужно, только если вы сами вписываете адрес этого канала в кабинете Meta: придумайте слово и "
                "укажите его в обоих местах",
                "Needed only if you enter this channel's address in Meta's dashboard yourself: make up a word and "
                "enter it in both places",
            ),
            advanced=True,
        ),
        ConfigField(
            name="base_url",
            kind=FieldKind.TEXT,
            label=Words("Адрес Graph API", "Graph API address"),
            help=Words("Меняется только для посредника", "Changed only for a proxy"),
            default=DEFAULT_BASE,
            advanced=True,
            host_only=True,
        ),
    ),
    grade=Grade.GOLD,
    exempt={
        "opt_out": "Messenger never tells that a person blocked a page; the next message to them is refused",
        "edits_out": _NO_CHANGES,
        "deletes_out": _NO_CHANGES,
        "deletes_in": "Messenger has no event for a message that a person took back",
        "templates": "message templates of Messenger are another product, which is not built in",
    },
    steps=(
        Words(
            "На developers.facebook.com создайте приложение с продуктом Messenger, отдельное для этой страницы: адрес "
            "для сообщений у приложения один.",
            "At developers.facebook.com make an app with the Messenger product, one for this page alone: an app has "
            "one address for messages.",
        ),
        Words(
            "Откройте Messenger → Настройки API, добавьте свою страницу и сгенерируйте её токен.",
            "Open Messenger → API settings, add your page and generate its token.",
        ),
        Words(
            "В настройках приложения (Основное) скопируйте секрет приложения.",
            "Copy the app secret from the app's settings (Basic).",
        ),
        Words(
            "Чтобы приложению писали все, а не только его разработчики, получите для него расширенный доступ "
            "pages_messaging; чтобы отвечать до семи дней — ещё и Human Agent. Затем переведите приложение в рабочий "
            "режим (Live).",
            "For everybody to reach the app, not its developers only, get it advanced access to pages_messaging; to "
            "answer for up to seven days, Human Agent as well. Then switch the app to Live mode.",
        ),
        Words(
            "Нажмите «Проверить связь», затем «Подключить»: адрес в кабинете Meta пропишется сам. Напишите странице с "
            "другого аккаунта.",
            "Press “Test connection”, then “Connect”: the address at Meta is entered by itself. Write to the page "
            "from another account.",
        ),
    ),
)
