"""Methods that change or remove what was sent, and the small signals: typing, reactions, answers to buttons."""

from datetime import timedelta
from typing import Any

from otklik.channels.telegram.fake.checks import CAPTION_MAX, TEXT_MAX, checked_markup, checked_text
from otklik.channels.telegram.fake.engine import Engine
from otklik.channels.telegram.fake.errors import bad_request
from otklik.channels.telegram.fake.params import Params
from otklik.channels.telegram.fake.state import Bot, Json, Stored, names

_DELETE_WITHIN = timedelta(hours=48).total_seconds()
_PRESS_LIVES = 900.0
_ACTION_SHOWN = 5.0
_DELETE_AT_ONCE = range(1, 101)
_TOAST_MAX = 200
_ACTIONS = names(
    """typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker
    find_location record_video_note upload_video_note"""
)
_REACTIONS = frozenset(
    "👍👎❤🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩"
    "🙏👌🕊🤡🥱🥴😍🐳💯🤣⚡🍌🏆💔🤨😐🍓🍾💋🖕😈😴😭🤓👻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄☃💅"
    "🤪🗿🆒💘🙉🦄😘💊🙊😎👾🤷😡"
)


def edit_text(engine: Engine, bot: Bot, params: Params) -> Json:
    """Do editMessageText."""
    stored = _own(engine, bot, params)
    if "text" not in stored.message:
        bad_request("there is no text in the message to edit")
    text, entities = checked_text(params, "text", "entities", TEXT_MAX)
    return _change(engine, stored, params, {"text": text, "entities": entities})


def edit_caption(engine: Engine, bot: Bot, params: Params) -> Json:
    """Do editMessageCaption."""
    stored = _own(engine, bot, params)
    if "text" in stored.message or "location" in stored.message:
        bad_request("there is no caption in the message to edit")
    caption, entities = checked_text(params, "caption", "caption_entities", CAPTION_MAX)
    return _change(engine, stored, params, {"caption": caption, "caption_entities": entities})


def edit_markup(engine: Engine, bot: Bot, params: Params) -> Json:
    """Do editMessageReplyMarkup."""
    return _change(engine, _own(engine, bot, params), params, {})


def _own(engine: Engine, bot: Bot, params: Params) -> Stored:
    chat = engine.target(bot, params)
    stored = chat.messages.get(params.text("message_id"))
    if stored is None:
        bad_request("message to edit not found")
    if not stored.by_bot:
        bad_request("message can't be edited")
    return stored


def _change(engine: Engine, stored: Stored, params: Params, fields: Json) -> Json:
    changed = {**stored.message, **fields, "reply_markup": checked_markup(params, inline_only=True)}
    for name in [name for name, value in changed.items() if value in (None, [], "")]:
        del changed[name]
    if changed == stored.message:
        bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same as a "
            "current content and reply markup of the message"
        )
    stored.message = {**changed, "edit_date": int(engine.now())}
    stored.edited = True
    engine.touch()
    return stored.message


def delete_message(engine: Engine, bot: Bot, params: Params) -> bool:
    """Do deleteMessage."""
    _delete(engine, bot, params, [params.text("message_id")], strict=True)
    return True


def delete_messages(engine: Engine, bot: Bot, params: Params) -> bool:
    """Do deleteMessages, deleteBusinessMessages."""
    numbers = params.json("message_ids")
    if not isinstance(numbers, list) or len(numbers) not in _DELETE_AT_ONCE:
        bad_request("message_ids must be a list of 1-100 identifiers")
    _delete(engine, bot, params, [str(number) for number in numbers], strict=False)
    return True


def delete_business_messages(engine: Engine, bot: Bot, params: Params) -> bool:
    """Do deleteBusinessMessages: the chats of the connection are searched for the messages."""
    wanted = {str(number) for number in params.json("message_ids") or ()}
    connection = params.text("business_connection_id")
    for chat in bot.chats.values():
        if chat.connection == connection:
            chat.messages = {number: stored for number, stored in chat.messages.items() if number not in wanted}
    engine.touch()
    return True


def _delete(engine: Engine, bot: Bot, params: Params, numbers: list[str], *, strict: bool) -> None:
    chat = engine.target(bot, params)
    for number in numbers:
        stored = chat.messages.get(number)
        if stored is None:
            if strict:
                bad_request("message to delete not found")
            continue
        if engine.now() - stored.message["date"] > _DELETE_WITHIN:
            bad_request("message can't be deleted for everyone")
        del chat.messages[number]
    engine.touch()


def send_action(engine: Engine, bot: Bot, params: Params) -> bool:
    """Do sendChatAction."""
    chat = engine.target(bot, params)
    action = params.text("action")
    if action not in _ACTIONS:
        bad_request("wrong parameter action in request")
    chat.action, chat.action_until = action, engine.now() + _ACTION_SHOWN
    engine.touch()
    return True


def answer_press(engine: Engine, bot: Bot, params: Params) -> bool:
    """Do answerCallbackQuery."""
    press = bot.presses.get(params.text("callback_query_id"))
    if press is None or engine.now() - press.at > _PRESS_LIVES:
        bad_request("query is too old and response timeout expired or query ID is invalid")
    if len(params.text("text")) > _TOAST_MAX:
        bad_request("MESSAGE_TOO_LONG")
    press.answered, press.text, press.alert = True, params.text("text"), params.flag("show_alert")
    engine.touch()
    return True


def set_reaction(engine: Engine, bot: Bot, params: Params) -> bool:
    """Do setMessageReaction."""
    chat = engine.target(bot, params)
    stored = chat.messages.get(params.text("message_id"))
    if stored is None:
        bad_request("message to react not found")
    wanted: list[Any] = params.json("reaction") or []
    if len(wanted) > 1 or any(one.get("type") != "emoji" or one.get("emoji") not in _REACTIONS for one in wanted):
        bad_request("REACTION_INVALID")
    stored.reactions["bot"] = [one["emoji"] for one in wanted]
    engine.touch()
    return True


def read_business_message(engine: Engine, bot: Bot, params: Params) -> bool:
    """Do readBusinessMessage."""
    engine.target(bot, params)
    return True


METHODS = {
    "editmessagetext": edit_text,
    "editmessagecaption": edit_caption,
    "editmessagereplymarkup": edit_markup,
    "deletemessage": delete_message,
    "deletemessages": delete_messages,
    "deletebusinessmessages": delete_business_messages,
    "sendchataction": send_action,
    "answercallbackquery": answer_press,
    "setmessagereaction": set_reaction,
    "readbusinessmessage": read_business_message,
}
