"""What the e-mail channel is."""

from otklik.channelkit.capabilities import Capabilities, Kind
from otklik.channelkit.choices import offer, offer_named
from otklik.channelkit.manifest import ConfigField, FieldKind, Grade, Manifest, Transport, Words
from otklik.channels.email.face import FACE

LETTER_MAX_BYTES = 25 * 1024 * 1024
FILES_MAX_BYTES = 18 * 1024 * 1024
"""Base64 makes files a third larger; most providers take letters of 25 MB."""

_FILES = (Kind.TEXT, Kind.IMAGE, Kind.VIDEO, Kind.AUDIO, Kind.VOICE, Kind.DOCUMENT)

CAPABILITIES = Capabilities(
    text_max=200_000,
    caption_max=200_000,
    kinds_in=(Kind.MAIL,),
    kinds_out=(*_FILES, Kind.ANIMATION, Kind.VIDEO_NOTE),
    file_max_bytes=FILES_MAX_BYTES,
    image_max_bytes=FILES_MAX_BYTES,
    download_max_bytes=LETTER_MAX_BYTES,
    album_max=50,
    marks=("bold", "italic", "underline", "strike", "code", "pre", "quote", "link"),
    subject=True,
    reply_to=True,
    opens_conversation=True,
    idempotent_send=False,
    rate_per_second=2.0,
    rate_per_chat=0.2,
    rate_chat_burst=5,
)


def _server_fields(protocol: str, title: str, ports: str) -> tuple[ConfigField, ...]:
    own = protocol == "imap"
    same = Words("", "") if own else Words("Пусто — как для IMAP", "Empty: the same as for IMAP")
    return (
        ConfigField(
            name=f"{protocol}_host", kind=FieldKind.TEXT, label=Words(f"Сервер {title}", f"{title} server"),
            required=True,
        ),
        ConfigField(
            name=f"{protocol}_port", kind=FieldKind.NUMBER, label=Words(f"Порт {title}", f"{title} port"),
            help=Words(f"Пусто — обычный: {ports}", f"Empty: the usual one, {ports}"), min=1, max=65535,
        ),
        ConfigField(
            name=f"{protocol}_security", kind=FieldKind.CHOICE, label=Words(f"Защита {title}", f"{title} protection"),
            help=Words("«none» — только для сервера в своей сети",
                       "“none” only for a server in your own network"),
            choices=offer("tls", "starttls", "none"), default="tls",
        ),
        ConfigField(
            name=f"{protocol}_user", kind=FieldKind.TEXT, label=Words(f"Имя входа {title}", f"{title} user name"),
            help=Words("Пусто — адрес почты", "Empty: the e-mail address") if own else same, advanced=not own,
        ),
        ConfigField(
            name=f"{protocol}_password", kind=FieldKind.SECRET, label=Words(f"Пароль {title}", f"{title} password"),
            help=Words("Чаще всего нужен пароль приложения", "Most providers want an app password") if own else same,
            advanced=not own,
        ),
    )  # fmt: skip


def _oauth_fields() -> tuple[ConfigField, ...]:
    texts = (
        ("oauth_client_id", FieldKind.TEXT, Words("OAuth: идентификатор приложения", "OAuth client id")),
        ("oauth_client_secret", FieldKind.SECRET, Words("OAuth: секрет приложения", "OAuth client secret")),
        ("oauth_refresh_token", FieldKind.SECRET, Words("OAuth: refresh token", "OAuth refresh token")),
        ("oauth_token_url", FieldKind.TEXT, Words("OAuth: адрес выдачи токенов", "OAuth token address")),
        ("oauth_scope", FieldKind.TEXT, Words("OAuth: scope", "OAuth scope")),
    )
    return tuple(ConfigField(name=name, kind=kind, label=label, advanced=True) for name, kind, label in texts)


def _own_fields() -> tuple[ConfigField, ...]:
    return (
        ConfigField(name="address", kind=FieldKind.TEXT, label=Words("Адрес почты", "E-mail address"), required=True),
        ConfigField(
            name="display_name", kind=FieldKind.TEXT, label=Words("Имя отправителя", "Sender name"),
            help=Words("Например, «Магазин»", "For example “Shop”"),
        ),
        ConfigField(
            name="login", kind=FieldKind.CHOICE, label=Words("Способ входа", "Way to log in"),
            choices=offer_named({"password": ("Пароль", "Password"), "oauth": ("OAuth", "OAuth")}), default="password",
        ),
    )  # fmt: skip


def _writing_fields() -> tuple[ConfigField, ...]:
    return (
        ConfigField(
            name="signature", kind=FieldKind.TEXT, label=Words("Подпись", "Signature"),
            help=Words("Стоит под каждым ответом. Переменные: {{operator.name}}, {{operator.first_name}}, "
                       "{{workspace.name}}",
                       "Stands below every reply. Variables: {{operator.name}}, {{operator.first_name}}, "
                       "{{workspace.name}}"),
        ),
        ConfigField(
            name="quote_replies", kind=FieldKind.FLAG, label=Words("Прикладывать письмо клиента к ответу",
                        "Quote the customer's letter below a reply"),
            help=Words("Сотрудник может убрать цитату из любого ответа",
                       "An operator can leave the quote out of any reply"),
            default=True,
        ),
    )  # fmt: skip


def _reading_fields() -> tuple[ConfigField, ...]:
    return (
        ConfigField(
            name="imap_folder", kind=FieldKind.TEXT, label=Words("Папка", "Folder"), default="INBOX",
            advanced=True,
        ),
        ConfigField(
            name="poll_minutes", kind=FieldKind.NUMBER, label=Words("Проверять каждые, минут",
                        "Look every … minutes"),
            help=Words("Помимо мгновенных уведомлений сервера",
                       "Besides the server's instant notices"),
            default=5, min=1, max=29, advanced=True,
        ),
        ConfigField(
            name="import_days", kind=FieldKind.NUMBER, label=Words("Взять письма за последние, дней",
                        "Import letters of the last … days"),
            help=Words("При первом подключении; 0 — только новые",
                       "On first connection; 0 takes only new ones"),
            default=0, min=0, max=365, advanced=True,
        ),
        ConfigField(
            name="sub_addressing", kind=FieldKind.FLAG, label=Words("Метка в адресе ответа (имя+метка@…)",
                        "Token in the reply address (name+token@…)"),
            help=Words("Ответы надёжнее попадают в свой диалог",
                       "Answers find their conversation more surely"),
            default=False,
        ),
    )  # fmt: skip


def _trust_and_sending_fields() -> tuple[ConfigField, ...]:
    return (
        ConfigField(
            name="auth_results_ids", kind=FieldKind.TEXT, label=Words("Доверенные серверы проверки",
                        "Trusted checking servers"),
            help=Words("Первое слово заголовка Authentication-Results ваших писем",
                       "The first word of Authentication-Results in your letters"),
            advanced=True,
        ),
        ConfigField(
            name="check_dkim", kind=FieldKind.FLAG, label=Words("Проверять DKIM самим",
                        "Check DKIM ourselves"),
            help=Words("Если сервер этого не делает; нужен доступ к DNS",
                       "If the server does not; needs DNS"),
            default=False, advanced=True,
        ),
        ConfigField(
            name="daily_cap", kind=FieldKind.NUMBER, label=Words("Не больше писем в сутки",
                        "At most … letters a day"),
            help=Words("0 — без ограничения", "0: no limit"), default=0, min=0, advanced=True,
        ),
        ConfigField(
            name="append_sent", kind=FieldKind.FLAG, label=Words("Класть копию в «Отправленные»",
                        "Keep a copy in Sent"),
            help=Words("Gmail и Microsoft делают это сами", "Gmail and Microsoft do it themselves"),
            default=False, advanced=True,
        ),
        ConfigField(
            name="sent_folder", kind=FieldKind.TEXT, label=Words("Папка отправленных", "Sent folder"),
            help=Words("Пусто — найти самим", "Empty: found by itself"), advanced=True,
        ),
    )  # fmt: skip


MANIFEST = Manifest(
    slug="email",
    face=FACE,
    transports=(Transport.POLL,),
    capabilities=CAPABILITIES,
    fields=(
        *_own_fields(),
        *_server_fields("imap", "IMAP", "993 / 143"),
        *_server_fields("smtp", "SMTP", "465 / 587"),
        *_writing_fields(),
        *_reading_fields(),
        *_trust_and_sending_fields(),
        *_oauth_fields(),
    ),
    grade=Grade.GOLD,
    exempt={
        "signature": "letters are fetched over a line we opened and logged in on; nobody delivers them to us",
        "delivery_reports": "mail reports failures only; a letter is sent, never delivered",
        "opt_out": "a letter has no way to say that the person left",
        "buttons": "mail programs run no forms; a link in the text is all a letter can offer",
        "templates": "nobody has to approve a letter before it is sent",
        "edits_in": "a letter that was sent cannot be changed by anybody",
        "deletes_in": "a letter that was sent cannot be taken back by anybody",
        "edits_out": "a letter that was sent cannot be changed by anybody",
        "deletes_out": "a letter that was sent cannot be taken back by anybody",
        "reactions_out": "mail has no reactions",
        "typing_out": "mail has no sign of typing",
        "read_marks": "receipts are asked for by few programs and answered by fewer; we ask for none",
        "attribution": "a letter does not say from which page or campaign the person came",
    },
    steps=(
        Words(
            "Войдите в почтовый ящик на сайте вашей почты и разрешите в его настройках доступ по IMAP.",
            "Sign in to the mailbox on your provider's site and allow access by IMAP in its settings.",
        ),
        Words(
            "Если включён вход с подтверждением, создайте пароль приложения: обычный пароль почта не примет.",
            "If sign-in takes a second step, make an app password: the usual one is refused.",
        ),
        Words(
            "Введите адрес и этот пароль ниже. Серверы известных почт подставятся сами.",
            "Enter the address and that password below. Servers of well-known providers fill in by themselves.",
        ),
        Words(
            "Нажмите «Проверить связь»: проверим вход, чтение и отправку. Затем «Подключить».",
            "Press “Test connection”: signing in, reading and sending are tried. Then “Connect”.",
        ),
    ),
)
