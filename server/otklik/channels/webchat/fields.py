"""What is chosen when a website chat is set up: its sites, its look, what it asks and tells."""

from functools import partial

from otklik.channelkit.choices import offer
from otklik.channelkit.manifest import ConfigField, FieldKind, Words
from otklik.channels.webchat import choices
from otklik.channels.webchat.look import DEFAULT_COLOUR, INKS, LANGUAGES, OFFSET, OFFSET_MAX, POSITIONS, THEMES
from otklik.channels.webchat.settings import (
    ASKED,
    CALL_SECONDS,
    CALL_SECONDS_MAX,
    CALL_SECONDS_MIN,
    CALLS,
    MAIL_AFTER,
    MAIL_AFTER_MAX,
    RATINGS,
)

_text = partial(ConfigField, kind=FieldKind.TEXT)
_choice = partial(ConfigField, kind=FieldKind.CHOICE)
_flag = partial(ConfigField, kind=FieldKind.FLAG)
_number = partial(ConfigField, kind=FieldKind.NUMBER)
_offset = partial(_number, default=OFFSET, min=0, max=OFFSET_MAX, advanced=True)
_ask = partial(
    _choice,
    choices=offer(*ASKED),
    default=ASKED[0],
    help=Words("Спросим до первого сообщения", "Asked before the first message"),
    advanced=True,
)


LOOK_FIELDS = (
    _text(
        name="title_ru",
        label=Words("Заголовок по-русски", "Title in Russian"),
        help=Words("Пусто — название компании", "Empty: the company's name"),
    ),
    _text(name="title_en", label=Words("Заголовок по-английски", "Title in English")),
    _text(
        name="greeting_ru",
        label=Words("Приветствие по-русски", "Greeting in Russian"),
        default="Здравствуйте! Чем можем помочь?",
    ),
    _text(
        name="greeting_en",
        label=Words("Приветствие по-английски", "Greeting in English"),
        default="Hello! How can we help?",
    ),
    ConfigField(name="colour", kind=FieldKind.COLOUR, label=Words("Цвет", "Colour"), default=DEFAULT_COLOUR),
    ConfigField(
        name="colour_dark",
        kind=FieldKind.COLOUR,
        label=Words("Цвет в тёмной теме", "Colour in the dark theme"),
        help=Words("Пусто — тот же", "Empty: the same"),
    ),
    _choice(
        name="ink",
        label=Words("Текст на этом цвете", "Text on that colour"),
        choices=choices.INKS,
        default=INKS[0],
    ),
    _choice(
        name="position",
        label=Words("Угол экрана", "Corner of the screen"),
        choices=choices.POSITIONS,
        default=POSITIONS[0],
    ),
    _text(
        name="label_ru",
        label=Words("Надпись на кнопке по-русски", "Words on the button in Russian"),
        help=Words("Пусто — круглая кнопка со значком", "Empty: a round button with a sign"),
        advanced=True,
    ),
    _text(
        name="label_en", label=Words("Надпись на кнопке по-английски", "Words on the button in English"), advanced=True
    ),
    _text(
        name="face",
        label=Words("Знак в шапке", "Sign in the header"),
        help=Words("Буква или эмодзи; пусто — первая буква", "A letter or an emoji; empty: the first letter"),
        advanced=True,
    ),
    _text(
        name="logo_alt_ru",
        label=Words("Что на логотипе, по-русски", "What the logo shows, in Russian"),
        help=Words(
            "Для тех, кто его не видит; пусто — имя компании", "For whoever does not see it; empty: the company"
        ),
        advanced=True,
    ),
    _text(
        name="logo_alt_en",
        label=Words("Что на логотипе, по-английски", "What the logo shows, in English"),
        advanced=True,
    ),
    _offset(name="offset_x", label=Words("Отступ от края, пикселей", "Distance from the side, pixels")),
    _offset(name="offset_y", label=Words("Отступ снизу, пикселей", "Distance from the bottom, pixels")),
    _choice(
        name="theme",
        label=Words("Тема окна", "Theme of the window"),
        choices=choices.THEMES,
        default=THEMES[0],
        advanced=True,
    ),
    _choice(
        name="language",
        label=Words("Язык окна", "Language of the window"),
        help=Words("Автоматически — как у страницы, затем как у браузера", "Automatic: the page's, then the browser's"),
        choices=offer(*LANGUAGES),
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
    _flag(
        name="verified_only",
        label=Words("Только подтверждённые посетители", "Verified visitors only"),
        help=Words(
            "Написать смогут только те, за кого поручился ваш сайт подписанным токеном",
            "Only people your site vouches for with a signed token can write",
        ),
        default=False,
        advanced=True,
    ),
    _choice(
        name="rating",
        label=Words("Просить оценку, когда диалог закрыт", "Ask for a rating when a conversation is closed"),
        choices=choices.RATINGS,
        default=RATINGS[0],
    ),
    _text(
        name="rating_ru",
        label=Words("Вопрос об оценке по-русски", "Question of the rating in Russian"),
        default="Как мы вам помогли?",
        advanced=True,
    ),
    _text(
        name="rating_en",
        label=Words("Вопрос об оценке по-английски", "Question of the rating in English"),
        default="How did we do?",
        advanced=True,
    ),
    _flag(
        name="rating_comment",
        label=Words("К оценке можно добавить слова", "Words may be added to the rating"),
        default=True,
        advanced=True,
    ),
    _number(
        name="greetings_per_visit",
        label=Words("Приветствий за одно посещение, не больше", "Greetings in one visit, at most"),
        default=1,
        min=0,
        max=10,
        advanced=True,
    ),
    _flag(
        name="greetings_dnt",
        label=Words(
            "Не приветствовать, если браузер просит не следить", "Do not greet when the browser asks for privacy"
        ),
        help=Words("Сигналы браузера Do Not Track и GPC", "The browser's signals Do Not Track and GPC"),
        default=True,
        advanced=True,
    ),
    _flag(
        name="greetings_consent",
        label=Words("Приветствовать только после согласия на сайте", "Greet only after consent on the site"),
        help=Words(
            "Сайт сообщает о согласии вызовом otklik('consent', true)",
            "The site tells of it by the call otklik('consent', true)",
        ),
        default=False,
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
    _choice(
        name="ask_away",
        label=Words("Когда нас нет, спрашивать почту", "Ask for an e-mail address while nobody is there"),
        help=Words(
            "Вместо поля для сообщения посетитель увидит форму: вопрос и адрес для ответа",
            "Instead of the field for a message visitors see a form: the question, and where to answer",
        ),
        choices=offer(*ASKED),
        default=ASKED[1],
    ),
    _choice(
        name="calls",
        label=Words("Позвонить из чата", "Calls from the chat"),
        help=Words(
            "В шапке окна появится трубка. Звонок увидят свободные сотрудники команды, ответить можно прямо в браузере",
            "A handset appears in the header of the window. Free operators of the team see the call and answer it in "
            "their browser",
        ),
        choices=choices.CALLS,
        default=CALLS[0],
    ),
    _flag(
        name="callback",
        label=Words("Заказать обратный звонок", "Ask to be called back"),
        help=Words(
            "Посетитель оставит номер и выберет время в часы работы. В диалоге появится задача с напоминанием",
            "Visitors leave a number and choose a time within the hours. The conversation gets a task with a reminder",
        ),
        default=False,
    ),
    _number(
        name="call_seconds",
        label=Words("Сколько секунд звонить", "For how many seconds a call rings"),
        help=Words(
            "Если никто не ответит, посетителю предложат написать", "When nobody answers, visitors are asked to write"
        ),
        default=CALL_SECONDS,
        min=CALL_SECONDS_MIN,
        max=CALL_SECONDS_MAX,
        advanced=True,
    ),
    _flag(
        name="queue",
        label=Words("Говорить место в очереди", "Tell the place in the queue"),
        help=Words(
            "Пока посетитель ждёт первого ответа, чат скажет, каким он ждёт и за сколько минут вы обычно отвечаете. "
            "Если ответов за сутки было мало, о времени промолчит.",
            "While visitors wait for a first answer the chat says which place they have and in how many minutes you "
            "usually answer. With few answers in a day it says nothing of time.",
        ),
        default=False,
    ),
    ConfigField(
        name="mail_inbox",
        kind=FieldKind.MAILBOX,
        label=Words("Досылать ответы письмом из ящика", "Send answers on as letters from the mailbox"),
        help=Words(
            "Если посетитель оставил почту и ушёл, не увидев ответа, ответ придёт ему письмом, а то, что он ответит, — "
            "в этот же диалог",
            "Visitors who left an e-mail address and went before they saw the answer get it as a letter; what they "
            "write back comes into the same conversation",
        ),
    ),
    _number(
        name="mail_after",
        label=Words("Через сколько минут без посетителя", "After how many minutes without the visitor"),
        default=MAIL_AFTER,
        min=1,
        max=MAIL_AFTER_MAX,
        advanced=True,
    ),
    _flag(
        name="peeks",
        label=Words("Видеть, что посетитель пишет, ещё до отправки", "See what visitors write before they send it"),
        help=Words(
            "Окно чата предупредит об этом посетителя. Нигде не сохраняется.",
            "The chat says so to the visitor. It is kept nowhere.",
        ),
        default=False,
        advanced=True,
    ),
    _ask(name="ask_name", label=Words("Спрашивать имя", "Ask for a name")),
    _ask(name="ask_email", label=Words("Спрашивать почту", "Ask for an e-mail address")),
    _ask(name="ask_phone", label=Words("Спрашивать телефон", "Ask for a phone number")),
    _text(
        name="consent_ru",
        label=Words("Согласие на обработку данных, по-русски", "Consent to data processing, in Russian"),
        help=Words("Если заполнено, без согласия написать нельзя", "When set, nobody can write without agreeing"),
        advanced=True,
    ),
    _text(
        name="consent_en",
        label=Words("Согласие на обработку данных, по-английски", "Consent to data processing, in English"),
        advanced=True,
    ),
    _text(name="consent_url", label=Words("Ссылка на политику", "Link to the policy"), advanced=True),
    _text(
        name="consent_version",
        label=Words("Версия текста согласия", "Version of the consent text"),
        help=Words("Новая версия спросит согласие заново", "A new version asks everybody again"),
        default="1",
        advanced=True,
    ),
)
