"""What a form carries, and what is chosen when one is made."""

from functools import partial

from otklik.channelkit.capabilities import Capabilities, Kind
from otklik.channelkit.choices import offer
from otklik.channelkit.manifest import ConfigField, FieldKind, Grade, Manifest, Transport, Words
from otklik.channels.form.face import FACE
from otklik.channels.form.settings import ASKED, FILE_MAX_BYTES, FILES_MAX, TEXT_MAX

_text = partial(ConfigField, kind=FieldKind.TEXT)
_ask = partial(ConfigField, kind=FieldKind.CHOICE, choices=offer(*ASKED))
_flag = partial(ConfigField, kind=FieldKind.FLAG)

CAPABILITIES = Capabilities(
    text_max=TEXT_MAX,
    kinds_in=(Kind.TEXT, Kind.IMAGE, Kind.VIDEO, Kind.AUDIO, Kind.DOCUMENT),
    kinds_out=(),
    download_max_bytes=FILE_MAX_BYTES,
    album_max=FILES_MAX,
    entry_ref_max=200,
)

FIELDS = (
    ConfigField(
        name="mail_inbox",
        kind=FieldKind.MAILBOX,
        label=Words("Отвечать письмом из ящика", "Answer by letter from the mailbox"),
        help=Words(
            "Ответы уходят на почту из обращения и остаются в том же диалоге. Без ящика ответить будет нечем",
            "Answers go to the e-mail address of the request and stay in the same conversation. Without a mailbox "
            "nothing can be answered",
        ),
    ),
    _text(name="title_ru", label=Words("Заголовок по-русски", "Title in Russian"), default="Напишите нам"),
    _text(name="title_en", label=Words("Заголовок по-английски", "Title in English"), default="Write to us"),
    _text(name="intro_ru", label=Words("Пояснение по-русски", "Words below it in Russian"), advanced=True),
    _text(name="intro_en", label=Words("Пояснение по-английски", "Words below it in English"), advanced=True),
    _ask(name="ask_name", label=Words("Спрашивать имя", "Ask for a name"), default="optional"),
    _ask(
        name="ask_email",
        label=Words("Спрашивать почту", "Ask for an e-mail address"),
        help=Words("Почта или телефон должны быть обязательны", "An e-mail address or a phone must be required"),
        default="required",
    ),
    _ask(name="ask_phone", label=Words("Спрашивать телефон", "Ask for a phone number"), default="off"),
    _text(
        name="topics",
        label=Words("Темы на выбор", "Topics to choose from"),
        help=Words("По одной в строке. Пусто — тему не спрашиваем", "One in each line. Empty: no topic is asked"),
    ),
    _text(
        name="fields",
        label=Words("Свои поля", "Fields of your own"),
        help=Words(
            "По одному в строке: order* = Номер заказа | Order number. Звёздочка — обязательное. "
            "Выбор из списка: size = Размер | Size | S, M, L",
            "One in each line: order* = Номер заказа | Order number. An asterisk makes it required. "
            "A choice: size = Размер | Size | S, M, L",
        ),
    ),
    _flag(
        name="files",
        label=Words("Можно приложить файлы", "Files can be added"),
        help=Words("До пяти, по 10 МБ", "Up to five of 10 MB"),
        default=True,
    ),
    ConfigField(
        name="origins",
        kind=FieldKind.ORIGINS,
        label=Words("Сайты с этой формой", "Sites with this form"),
        help=Words("Пусто — любые", "Empty: any"),
        advanced=True,
    ),
    _text(name="done_ru", label=Words("Что сказать после отправки, по-русски", "Thanks in Russian"), advanced=True),
    _text(name="done_en", label=Words("Что сказать после отправки, по-английски", "Thanks in English"), advanced=True),
    _text(
        name="thanks_url",
        label=Words("Своя страница «спасибо»", "A thank-you page of your own"),
        help=Words("Пусто — покажем нашу, с номером обращения", "Empty: ours, with the number of the request"),
        advanced=True,
    ),
    _flag(
        name="guarded",
        label=Words("Только с нашей страницы или через скрипт", "Only from our page or by script"),
        help=Words(
            "Строже к роботам: форме нужен одноразовый токен, простая HTML-форма на сайте работать не будет",
            "Stricter with robots: the form needs a token, a plain HTML form on a site will not work",
        ),
        default=False,
        advanced=True,
    ),
    _text(
        name="consent_ru",
        label=Words("Согласие на обработку данных, по-русски", "Consent to data processing, in Russian"),
        help=Words("Если заполнено, без согласия отправить нельзя", "When set, nothing is sent without agreeing"),
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
        default="1",
        advanced=True,
    ),
)

MANIFEST = Manifest(
    slug="form",
    face=FACE,
    transports=(Transport.SOCKET,),
    capabilities=CAPABILITIES,
    fields=FIELDS,
    grade=Grade.GOLD,
    exempt={
        "text_out": "nothing is shown inside a form that was sent: the answer goes by mail",
        "long_text": "nothing is shown inside a form that was sent: the answer goes by mail",
        "media_out": "nothing is shown inside a form that was sent: the answer goes by mail",
        "delivery_reports": "nothing is shown inside a form that was sent: the answer goes by mail",
        "throttling": "no provider is called: whatever comes in, comes from our own page",
        "lost_rights": "no provider is called: there are no credentials to lose",
        "unknown_outcome": "no provider is called: there is no answer that could stay out",
        "unreachable": "no provider is called: there is nobody who could be away",
        "opt_out": "whoever fills a form cannot block us in it",
        "credentials": "there are no credentials: the form stands on our own page",
        "buttons": "nothing is shown inside a form that was sent",
        "templates": "nobody approves anything in a form of our own",
        "edits_in": "a form that was sent is not changed any more",
        "deletes_in": "a form that was sent is not taken back",
        "edits_out": "nothing is shown inside a form that was sent",
        "deletes_out": "nothing is shown inside a form that was sent",
        "reactions_out": "nothing is shown inside a form that was sent",
        "typing_out": "nothing is shown inside a form that was sent",
        "read_marks": "nobody reads inside a form that was sent",
        "replies": "nothing is answered inside a form",
        "upkeep": "there is no registration with a provider that could be lost",
    },
    steps=(
        Words(
            "Выберите, что спрашивать и из какого ящика отвечать, и нажмите «Подключить».",
            "Choose what to ask and from which mailbox to answer, and press “Connect”.",
        ),
        Words(
            "Дайте клиентам ссылку на готовую страницу или вставьте HTML формы на свой сайт: мы покажем и то и другое.",
            "Give customers the link of the page, or put the HTML of the form into your site: we show both.",
        ),
    ),
)
