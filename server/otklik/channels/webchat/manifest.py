"""What the website chat can do, and what must be chosen to set one up."""

from otklik.channelkit.capabilities import Capabilities, Kind
from otklik.channelkit.manifest import ConfigField, FieldKind, Grade, Manifest, Transport, Words
from otklik.channels.webchat.look import DEFAULT_COLOUR, INKS, LANGUAGES, OFFSET, OFFSET_MAX, POSITIONS, THEMES
from otklik.channels.webchat.settings import ASKED, RATINGS

TEXT_MAX = 10_000
FILE_MAX_BYTES = 20 * 1024 * 1024
FILES_MAX = 10
EDIT_WINDOW_S = 15 * 60
_YEAR_S = 365 * 24 * 3600
_FILES = (Kind.IMAGE, Kind.VIDEO, Kind.AUDIO, Kind.VOICE, Kind.DOCUMENT)

CAPABILITIES = Capabilities(
    text_max=TEXT_MAX,
    caption_max=TEXT_MAX,
    kinds_in=(Kind.TEXT, *_FILES, Kind.BUTTON_PRESS),
    kinds_out=(Kind.TEXT, *_FILES),
    file_max_bytes=FILE_MAX_BYTES,
    image_max_bytes=FILE_MAX_BYTES,
    download_max_bytes=FILE_MAX_BYTES,
    album_max=FILES_MAX,
    buttons_max=30,
    buttons_per_row=3,
    button_label_max=60,
    button_payload_max=1000,
    reactions_out=("👍", "❤", "😁", "🎉", "🙏", "👌", "😢", "🤝"),
    marks=("bold", "italic", "underline", "strike", "code", "pre", "link", "quote"),
    reply_to=True,
    edit_out_s=_YEAR_S,
    delete_out_s=_YEAR_S,
    edit_in=True,
    delete_in=True,
    typing_in=True,
    typing_out_s=5,
    delivered_in=True,
    read_in=True,
    read_out=True,
    opens_conversation=True,
    entry_ref_max=200,
    idempotent_send=True,
    rate_per_second=500.0,
    rate_per_chat=50.0,
    rate_chat_burst=50,
)


def _ask(name: str, label: Words) -> ConfigField:
    return ConfigField(
        name=f"ask_{name}",
        kind=FieldKind.CHOICE,
        label=label,
        choices=ASKED,
        default=ASKED[0],
        advanced=True,
        help=Words("Спросим до первого сообщения", "Asked before the first message"),
    )


def _offset(name: str, label: Words) -> ConfigField:
    return ConfigField(
        name=name, kind=FieldKind.NUMBER, label=label, default=OFFSET, min=0, max=OFFSET_MAX, advanced=True
    )


LOOK_FIELDS = (
    ConfigField(
        name="title_ru",
        kind=FieldKind.TEXT,
        label=Words("Заголовок по-русски", "Title in Russian"),
        help=Words("Пусто — название компании", "Empty: the company's name"),
    ),
    ConfigField(name="title_en", kind=FieldKind.TEXT, label=Words("Заголовок по-английски", "Title in English")),
    ConfigField(
        name="greeting_ru",
        kind=FieldKind.TEXT,
        label=Words("Приветствие по-русски", "Greeting in Russian"),
        default="Здравствуйте! Чем можем помочь?",
    ),
    ConfigField(
        name="greeting_en",
        kind=FieldKind.TEXT,
        label=Words("Приветствие по-английски", "Greeting in English"),
        default="Hello! How can we help?",
    ),
    ConfigField(
        name="colour",
        kind=FieldKind.COLOUR,
        label=Words("Цвет", "Colour"),
        default=DEFAULT_COLOUR,
    ),
    ConfigField(
        name="colour_dark",
        kind=FieldKind.COLOUR,
        label=Words("Цвет в тёмной теме", "Colour in the dark theme"),
        help=Words("Пусто — тот же", "Empty: the same"),
    ),
    ConfigField(
        name="ink",
        kind=FieldKind.CHOICE,
        label=Words("Текст на этом цвете", "Text on that colour"),
        choices=INKS,
        default=INKS[0],
    ),
    ConfigField(
        name="position",
        kind=FieldKind.CHOICE,
        label=Words("Угол экрана", "Corner of the screen"),
        choices=POSITIONS,
        default=POSITIONS[0],
    ),
    ConfigField(
        name="label_ru",
        kind=FieldKind.TEXT,
        label=Words("Надпись на кнопке по-русски", "Words on the button in Russian"),
        help=Words("Пусто — круглая кнопка со значком", "Empty: a round button with a sign"),
        advanced=True,
    ),
    ConfigField(
        name="label_en",
        kind=FieldKind.TEXT,
        label=Words("Надпись на кнопке по-английски", "Words on the button in English"),
        advanced=True,
    ),
    ConfigField(
        name="face",
        kind=FieldKind.TEXT,
        label=Words("Знак в шапке", "Sign in the header"),
        help=Words("Буква или эмодзи; пусто — первая буква", "A letter or an emoji; empty: the first letter"),
        advanced=True,
    ),
    _offset("offset_x", Words("Отступ от края, пикселей", "Distance from the side, pixels")),
    _offset("offset_y", Words("Отступ снизу, пикселей", "Distance from the bottom, pixels")),
    ConfigField(
        name="theme",
        kind=FieldKind.CHOICE,
        label=Words("Тема окна", "Theme of the window"),
        choices=THEMES,
        default=THEMES[0],
        advanced=True,
    ),
    ConfigField(
        name="language",
        kind=FieldKind.CHOICE,
        label=Words("Язык окна", "Language of the window"),
        help=Words("Автоматически — как у страницы, затем как у браузера", "Automatic: the page's, then the browser's"),
        choices=LANGUAGES,
        default=LANGUAGES[0],
        advanced=True,
    ),
)

FIELDS = (
    ConfigField(
        name="origins",
        kind=FieldKind.ORIGINS,
        label=Words("Сайты, на которых будет чат", "Sites that show the chat"),
        help=Words(
            "Например https://shop.example. Все поддомены: https://*.shop.example",
            "Such as https://shop.example. All subdomains: https://*.shop.example",
        ),
        required=True,
    ),
    *LOOK_FIELDS,
    ConfigField(
        name="verified_only",
        kind=FieldKind.FLAG,
        label=Words("Только подтверждённые посетители", "Verified visitors only"),
        help=Words(
            "Написать смогут только те, за кого поручился ваш сайт подписанным токеном",
            "Only people your site vouches for with a signed token can write",
        ),
        default=False,
        advanced=True,
    ),
    ConfigField(
        name="rating",
        kind=FieldKind.CHOICE,
        label=Words("Просить оценку, когда диалог закрыт", "Ask for a rating when a conversation is closed"),
        choices=RATINGS,
        default=RATINGS[0],
    ),
    ConfigField(
        name="rating_ru",
        kind=FieldKind.TEXT,
        label=Words("Вопрос об оценке по-русски", "Question of the rating in Russian"),
        default="Как мы вам помогли?",
        advanced=True,
    ),
    ConfigField(
        name="rating_en",
        kind=FieldKind.TEXT,
        label=Words("Вопрос об оценке по-английски", "Question of the rating in English"),
        default="How did we do?",
        advanced=True,
    ),
    ConfigField(
        name="rating_comment",
        kind=FieldKind.FLAG,
        label=Words("К оценке можно добавить слова", "Words may be added to the rating"),
        default=True,
        advanced=True,
    ),
    ConfigField(
        name="greetings_per_visit",
        kind=FieldKind.NUMBER,
        label=Words("Приветствий за одно посещение, не больше", "Greetings in one visit, at most"),
        default=1,
        min=0,
        max=10,
        advanced=True,
    ),
    ConfigField(
        name="hours",
        kind=FieldKind.HOURS,
        label=Words("Часы, когда мы отвечаем", "Hours in which we answer"),
        help=Words(
            "По времени компании. В другое время чат скажет, когда мы вернёмся. Ничего не указано — отвечаем всегда.",
            "By the company's clock. At other times the chat says when you are back. None: always.",
        ),
    ),
    ConfigField(
        name="ask_away",
        kind=FieldKind.CHOICE,
        label=Words("Когда нас нет, спрашивать почту", "Ask for an e-mail address while nobody is there"),
        help=Words(
            "Вместо поля для сообщения посетитель увидит форму: вопрос и адрес для ответа",
            "Instead of the field for a message visitors see a form: the question, and where to answer",
        ),
        choices=ASKED,
        default=ASKED[1],
    ),
    ConfigField(
        name="peeks",
        kind=FieldKind.FLAG,
        label=Words("Видеть, что посетитель пишет, ещё до отправки", "See what visitors write before they send it"),
        help=Words(
            "Окно чата предупредит об этом посетителя. Нигде не сохраняется.",
            "The chat says so to the visitor. It is kept nowhere.",
        ),
        default=False,
        advanced=True,
    ),
    _ask("name", Words("Спрашивать имя", "Ask for a name")),
    _ask("email", Words("Спрашивать почту", "Ask for an e-mail address")),
    _ask("phone", Words("Спрашивать телефон", "Ask for a phone number")),
    ConfigField(
        name="consent_ru",
        kind=FieldKind.TEXT,
        label=Words("Согласие на обработку данных, по-русски", "Consent to data processing, in Russian"),
        help=Words("Если заполнено, без согласия написать нельзя", "When set, nobody can write without agreeing"),
        advanced=True,
    ),
    ConfigField(
        name="consent_en",
        kind=FieldKind.TEXT,
        label=Words("Согласие на обработку данных, по-английски", "Consent to data processing, in English"),
        advanced=True,
    ),
    ConfigField(
        name="consent_url",
        kind=FieldKind.TEXT,
        label=Words("Ссылка на политику", "Link to the policy"),
        advanced=True,
    ),
    ConfigField(
        name="consent_version",
        kind=FieldKind.TEXT,
        label=Words("Версия текста согласия", "Version of the consent text"),
        help=Words("Новая версия спросит согласие заново", "A new version asks everybody again"),
        default="1",
        advanced=True,
    ),
)

MANIFEST = Manifest(
    slug="webchat",
    title="Website chat",
    transports=(Transport.SOCKET,),
    capabilities=CAPABILITIES,
    fields=FIELDS,
    grade=Grade.GOLD,
    exempt={
        "templates": "our own protocol has no messages that somebody must approve first",
        "opt_out": "a visitor closes the window; there is nobody who could block us",
        "upkeep": "there is no registration with a provider that could be lost",
    },
    steps=(
        Words(
            "Назовите сайты, на которых будет чат, и нажмите «Подключить».",
            "Name the sites that shall show the chat, and press “Connect”.",
        ),
        Words(
            "Скопируйте строку, которую мы покажем, и вставьте её в страницы сайта перед </body>.",
            "Copy the line we show then, and put it into the pages of the site before </body>.",
        ),
        Words(
            "Откройте свой сайт: в углу появится кнопка чата.",
            "Open your site: the button of the chat is in its corner.",
        ),
    ),
)
