"""The body of a Telegram message in the words of the desk."""

from collections.abc import Mapping
from typing import Any

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Attachment, Card, Content, Location, Poll, PollOption
from otklik.channels.telegram.entities import read_marked
from otklik.channels.telegram.payloads import ContactCard, File, Message, Origin, Point, Venue, names
from otklik.channels.telegram.payloads import Poll as AskedPoll
from otklik.kit.text import clean_name, clean_text

_TEXT_MAX = 100_000
_OPTION_MAX = 300
_FILES: tuple[tuple[str, Kind, str], ...] = (
    ("video", Kind.VIDEO, "video/mp4"),
    ("voice", Kind.VOICE, "audio/ogg"),
    ("video_note", Kind.VIDEO_NOTE, "video/mp4"),
    ("audio", Kind.AUDIO, "audio/mpeg"),
    ("animation", Kind.ANIMATION, "video/mp4"),
    ("document", Kind.DOCUMENT, "application/octet-stream"),
)
_ABOUT = names(
    """message_id message_thread_id direct_messages_topic from sender_chat sender_boost_count sender_business_bot
    sender_tag receiver_user ephemeral_message_id date guest_query_id business_connection_id chat forward_origin
    is_topic_message is_automatic_forward reply_to_message external_reply quote reply_to_story
    reply_to_checklist_task_id reply_to_poll_option_id via_bot guest_bot_caller_user guest_bot_caller_chat
    edit_date has_protected_content is_from_offline is_paid_post media_group_id author_signature paid_star_count
    link_preview_options suggested_post_info effect_id show_caption_above_media has_media_spoiler reply_markup
    entities caption_entities text caption"""
)
"""Fields that say something about a message; any other field is its content or a service notice."""
_SERVICE = names(
    """new_chat_members left_chat_member chat_owner_left chat_owner_changed new_chat_title new_chat_photo
    delete_chat_photo group_chat_created supergroup_chat_created channel_chat_created
    message_auto_delete_timer_changed migrate_to_chat_id migrate_from_chat_id pinned_message users_shared
    chat_shared connected_website write_access_allowed passport_data proximity_alert_triggered boost_added
    chat_background_set checklist_tasks_done checklist_tasks_added community_chat_added community_chat_joined
    community_chat_removed direct_message_price_changed forum_topic_created forum_topic_edited
    forum_topic_closed forum_topic_reopened general_forum_topic_hidden general_forum_topic_unhidden
    giveaway_created giveaway giveaway_winners giveaway_completed managed_bot_created paid_message_price_changed
    poll_option_added poll_option_deleted suggested_post_approved suggested_post_approval_failed
    suggested_post_declined suggested_post_paid suggested_post_refunded video_chat_scheduled video_chat_started
    video_chat_ended video_chat_participants_invited web_app_data successful_payment refunded_payment gift
    unique_gift gift_upgrade_sent"""
)
"""Notices of the messenger itself: nobody wrote them."""


def is_service(body: Mapping[str, Any]) -> bool:
    """Whether a message is only a notice of the messenger."""
    rest = body.keys() - _ABOUT
    return bool(rest) and rest <= _SERVICE and not body.get("text")


def read_content(message: Message, body: Mapping[str, Any]) -> Content:
    """Read the body of a message; what we cannot show becomes UNSUPPORTED with the name of its kind."""
    content = _read_text(message) or _read_picture(message) or _read_file(message) or _read_thing(message)
    if content is None:
        return unsupported(body)
    return _with_context(content, message)


def unsupported(body: Mapping[str, Any]) -> Content:
    """Show that something was written that we cannot read, with any words that came along."""
    kinds = sorted(str(name) for name in body.keys() - _ABOUT)
    words = body.get("text") or body.get("caption")
    text = clean_text(words, _TEXT_MAX) if isinstance(words, str) else ""
    return Content(kind=Kind.UNSUPPORTED, text=text, note=clean_name(", ".join(kinds), 100))


def _read_text(message: Message) -> Content | None:
    if message.text:
        text, marks = read_marked(message.text, message.entities)
        return Content(text=text, marks=marks)
    if message.dice is not None:
        return Content(text=clean_text(f"{message.dice.emoji} {message.dice.value}".strip()))
    return None


def _read_picture(message: Message) -> Content | None:
    sizes = message.photo or (message.live_photo.photo if message.live_photo else ())
    if sizes:
        largest = max(sizes, key=lambda size: (size.width or 0) * (size.height or 0))
        return _captioned(message, Kind.IMAGE, _attachment(largest, Kind.IMAGE, "image/jpeg"))
    sticker = message.sticker
    if sticker is None:
        return None
    mime = "video/webm" if sticker.is_video else "application/x-tgsticker" if sticker.is_animated else "image/webp"
    emoji = clean_name(sticker.emoji, 20)
    return Content(kind=Kind.STICKER, emoji=emoji, attachments=(_attachment(sticker, Kind.STICKER, mime),))


def _read_file(message: Message) -> Content | None:
    found: dict[str, File | None] = {
        "video": message.video, "voice": message.voice, "video_note": message.video_note, "audio": message.audio,
        "animation": message.animation, "document": message.document,
    }  # fmt: skip
    for name, kind, mime in _FILES:
        file = found[name]
        if file is not None:
            return _captioned(message, kind, _attachment(file, kind, mime))
    return None


def _captioned(message: Message, kind: Kind, attachment: Attachment) -> Content:
    text, marks = read_marked(message.caption, message.caption_entities)
    return Content(kind=kind, text=text, marks=marks, attachments=(attachment,))


def _attachment(file: File, kind: Kind, mime: str) -> Attachment:
    return Attachment(
        kind=kind, ref=clean_text(file.file_id), name=clean_name(file.file_name),
        mime=clean_name(file.mime_type, 100) or mime, size=file.file_size, width=file.width or file.length,
        height=file.height or file.length, duration_s=file.duration,
    )  # fmt: skip


def _read_thing(message: Message) -> Content | None:
    if message.venue is not None:
        return _place(message.venue.location, message.venue)
    if message.location is not None:
        return _place(message.location, None)
    if message.contact is not None:
        card = message.contact
        own = message.sender is not None and card.user_id == message.sender.id
        name = clean_name(f"{card.first_name} {card.last_name}")
        return Content(kind=Kind.CONTACT, card=Card(name=name, phone=phone_of(card), own=own))
    if message.poll is not None:
        return Content(kind=Kind.POLL, text=clean_text(message.poll.question), poll=_poll(message.poll))
    return None


def _poll(poll: AskedPoll) -> Poll:
    options = tuple(PollOption(clean_name(one.text, _OPTION_MAX), max(one.voter_count, 0)) for one in poll.options)
    return Poll(
        options=options, votes=max(poll.total_voter_count, 0), multiple=poll.allows_multiple_answers,
        closed=poll.is_closed, quiz=poll.type == "quiz",
    )  # fmt: skip


def _place(point: Point, venue: Venue | None) -> Content:
    title = clean_name(venue.title) if venue else ""
    address = clean_name(venue.address) if venue else ""
    note = "live" if point.live_period else ""
    return Content(kind=Kind.LOCATION, location=Location(point.latitude, point.longitude, title, address), note=note)


def phone_of(card: ContactCard) -> str:
    """Return the number of a card; Telegram writes its own numbers without the plus."""
    number = clean_name(card.phone_number, 40)
    return f"+{number}" if number.isdigit() and card.user_id is not None else number


def _with_context(content: Content, message: Message) -> Content:
    return Content(
        kind=content.kind, text=content.text[:_TEXT_MAX], marks=content.marks, attachments=content.attachments,
        location=content.location, card=content.card, poll=content.poll, emoji=content.emoji, note=content.note,
        forwarded_from=_origin(message.forward_origin), group_id=clean_name(message.media_group_id, 64),
    )  # fmt: skip


def _origin(origin: Origin | None) -> str:
    """Say where a forwarded message comes from, as well as the person lets us know."""
    if origin is None:
        return ""
    if origin.sender_user is not None:
        return clean_name(f"{origin.sender_user.first_name} {origin.sender_user.last_name}")
    place = origin.sender_chat or origin.chat
    return clean_name(origin.sender_user_name or (place.title or place.first_name if place else "")) or "?"
