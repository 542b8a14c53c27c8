"""What the website chat can do, and what must be chosen to set one up."""

from otklik.channelkit.capabilities import Capabilities, Kind
from otklik.channelkit.manifest import Grade, Manifest, Transport, Words
from otklik.channels.webchat.face import FACE
from otklik.channels.webchat.fields import FIELDS

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

MANIFEST = Manifest(
    slug="webchat",
    face=FACE,
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
