"""What WhatsApp can do, and what must be known to connect a number."""

from otklik.channelkit.capabilities import Capabilities, Kind
from otklik.channelkit.manifest import ConfigField, FieldKind, Grade, Manifest, Transport, Words
from otklik.channelkit.meta.graph import DEFAULT_BASE
from otklik.channels.whatsapp import interactive, media, outbound
from otklik.channels.whatsapp.face import FACE
from otklik.channels.whatsapp.fetching import DOWNLOAD_MAX_BYTES
from otklik.channels.whatsapp.markup import MARKS

_FILES = (Kind.IMAGE, Kind.VIDEO, Kind.AUDIO, Kind.VOICE, Kind.DOCUMENT, Kind.STICKER)
_NO_CHANGES = "the Cloud API has no way to change or take back a message of a business"

CAPABILITIES = Capabilities(
    text_max=outbound.TEXT_MAX,
    caption_max=media.CAPTION_MAX,
    kinds_in=(Kind.TEXT, *_FILES, Kind.LOCATION, Kind.CONTACT, Kind.BUTTON_PRESS),
    kinds_out=(Kind.TEXT, *_FILES, Kind.VIDEO_NOTE, Kind.ANIMATION, Kind.LOCATION),
    file_max_bytes=media.FILE_MAX_BYTES,
    image_max_bytes=media.FILE_MAX_BYTES,
    download_max_bytes=DOWNLOAD_MAX_BYTES,
    album_max=1,
    buttons_max=interactive.ROWS_MAX,
    buttons_per_row=1,
    button_label_max=interactive.LABEL_MAX,
    button_payload_max=interactive.PAYLOAD_MAX_BYTES,
    marks=MARKS,
    reply_to=True,
    edit_in=True,
    delete_in=True,
    reactions_in=True,
    reactions_out=outbound.REACTIONS,
    typing_out_s=25,
    delivered_in=True,
    read_in=True,
    read_out=True,
    block_out=True,
    reply_window_s=24 * 3600,
    templates=True,
    entry_ref_max=16,
    rate_per_second=20.0,
    rate_per_chat=1 / 6,
    rate_chat_burst=45,
)

MANIFEST = Manifest(
    slug="whatsapp",
    face=FACE,
    transports=(Transport.WEBHOOK,),
    capabilities=CAPABILITIES,
    fields=(
        ConfigField(
            name="phone_number_id",
            kind=FieldKind.TEXT,
            label=Words("Идентификатор номера", "Phone number ID"),
            help=Words(
                "Строка из цифр под номером на странице WhatsApp → Настройка API. Это не сам номер телефона",
                "The digits below the number on the page WhatsApp → API Setup. Not the phone number itself",
            ),
            required=True,
        ),
        ConfigField(
            name="waba_id",
            kind=FieldKind.TEXT,
            label=Words("Идентификатор аккаунта WhatsApp Business", "WhatsApp Business account ID"),
            help=Words(
                "Стоит на той же странице рядом с идентификатором номера",
                "Stands on the same page beside the phone number ID",
            ),
            required=True,
        ),
        ConfigField(
            name="token",
            kind=FieldKind.SECRET,
            label=Words("Постоянный токен", "Permanent token"),
            help=Words(
                "Настройки компании → Системные пользователи → Сгенерировать токен, срок «Никогда», права "
                "whatsapp_business_messaging и whatsapp_business_management. Временный токен живёт сутки",
                "Business settings → System users → Generate token, expiry “Never”, permissions "
                "whatsapp_business_messaging and whatsapp_business_management. A temporary token lives one day",
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
            name="list_button",
            kind=FieldKind.TEXT,
            label=Words("Надпись на списке", "Label of a list"),
            help=Words(
                "Больше трёх кнопок WhatsApp показывает списком, который открывает эта кнопка; до 20 знаков",
                "WhatsApp shows more than three buttons as a list, which this button opens; at most 20 characters",
            ),
            default=interactive.OPENER,
            advanced=True,
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
        "opt_out": "WhatsApp never tells that a person blocked us; such messages stay undelivered",
        "edits_out": _NO_CHANGES,
        "deletes_out": _NO_CHANGES,
    },
    steps=(
        Words(
            "На developers.facebook.com создайте приложение с продуктом WhatsApp и добавьте номер телефона: его не "
            "должно быть в обычном WhatsApp, если вы не подключаете его вместе с приложением WhatsApp Business.",
            "At developers.facebook.com make an app with the WhatsApp product and add a phone number: it must not be "
            "in use in ordinary WhatsApp, unless you connect it together with the WhatsApp Business app.",
        ),
        Words(
            "Откройте WhatsApp → Настройка API и скопируйте сюда идентификатор номера и идентификатор аккаунта.",
            "Open WhatsApp → API Setup and copy the phone number ID and the account ID to here.",
        ),
        Words(
            "В настройках компании (business.facebook.com) создайте системного пользователя, дайте ему приложение и "
            "аккаунт WhatsApp и выпустите бессрочный токен с двумя правами: whatsapp_business_messaging и "
            "whatsapp_business_management.",
            "In Business settings (business.facebook.com) make a system user, assign the app and the WhatsApp account "
            "to it, and generate a token that never expires with two permissions: whatsapp_business_messaging and "
            "whatsapp_business_management.",
        ),
        Words(
            "В кабинете приложения откройте Настройки → Основное и скопируйте секрет приложения. Приложение "
            "переведите в рабочий режим (Live).",
            "In the app's dashboard open App settings → Basic and copy the app secret. Switch the app to Live mode.",
        ),
        Words(
            "Нажмите «Проверить связь», затем «Подключить»: адрес в кабинете Meta пропишется сам. Напишите на свой "
            "номер с другого телефона.",
            "Press “Test connection”, then “Connect”: the address at Meta is entered by itself. Write to your number "
            "from another telephone.",
        ),
    ),
)
