"""What a channel can carry. Composer, bots and broadcasts obey this record, never a channel's name."""

from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """What a message or an attachment is, in the words of the desk."""

    TEXT = "text"
    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    VOICE = "voice"
    VIDEO_NOTE = "video_note"
    ANIMATION = "animation"
    DOCUMENT = "document"
    STICKER = "sticker"
    LOCATION = "location"
    CONTACT = "contact"
    POLL = "poll"
    MAIL = "mail"
    BUTTON_PRESS = "button_press"
    UNSUPPORTED = "unsupported"


class TextUnit(StrEnum):
    """The unit in which a provider counts the length of a text.

    SMS: UTF-16 units too, and the desk shows what is paid for, the alphabet and the number of parts (see `sms`).
    """

    CHARS = "chars"
    UTF16 = "utf16"
    BYTES = "bytes"
    SMS = "sms"


class Capabilities(Struct, frozen=True, kw_only=True):
    """Limits and abilities of one channel. Sizes are in bytes, windows in seconds, 0 means "cannot".

    `reply_window_s` is how long after the customer's last word we may write freely, 0 for always; `human_window_s` how
    long a person may, marked as one. `templates` may be sent after that. `voice_format` is in what voice messages are
    played: what was recorded otherwise is made anew before it leaves.
    `by_phone`: people are addressed by their telephone number, so anybody whose number is known can be written to.
    """

    text_max: int
    text_unit: TextUnit = TextUnit.CHARS
    caption_max: int = 0
    kinds_in: tuple[Kind, ...] = (Kind.TEXT,)
    kinds_out: tuple[Kind, ...] = (Kind.TEXT,)
    voice_format: str = "audio/ogg"
    file_max_bytes: int = 0
    image_max_bytes: int = 0
    download_max_bytes: int = 0
    album_max: int = 0
    buttons_max: int = 0
    buttons_per_row: int = 1
    button_label_max: int = 0
    button_payload_max: int = 0
    marks: tuple[str, ...] = ()
    subject: bool = False
    reply_to: bool = False
    edit_out_s: int = 0
    delete_out_s: int = 0
    edit_in: bool = False
    delete_in: bool = False
    reactions_in: bool = False
    reactions_out: tuple[str, ...] = ()
    typing_in: bool = False
    typing_out_s: int = 0
    delivered_in: bool = False
    read_in: bool = False
    read_out: bool = False
    blocked_in: bool = False
    block_out: bool = False
    reply_window_s: int = 0
    human_window_s: int = 0
    templates: bool = False
    opens_conversation: bool = False
    by_phone: bool = False
    entry_ref_max: int = 0
    profile_photo: bool = False
    idempotent_send: bool = False
    rate_per_second: float = 20.0
    rate_per_chat: float = 1.0
    rate_chat_burst: int = 3
