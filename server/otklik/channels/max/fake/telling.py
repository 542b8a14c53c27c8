"""What the person did, in MAX's events."""

from typing import Any

from otklik.channelkit.stage import Blocked, Edited, Erased, Fact, Pressed, Started, Wrote
from otklik.channels.max.fake.shapes import Shapes, dialog_of, show_user

Json = dict[str, Any]


def tell_update(fact: Fact, shapes: Shapes, at: int) -> Json | None:
    """Return the event of a fact; None for what MAX tells nobody."""
    update = _update(fact, shapes, at)
    return {"timestamp": at, **update} if update else None


def _update(fact: Fact, shapes: Shapes, at: int) -> Json | None:
    account, chat, person = fact.account, fact.chat, fact.person
    dialog = {"chat_id": dialog_of(account, chat.person), "user": show_user(person), "user_locale": person.language}
    told: Json | None = None
    match fact:
        case Wrote(message=message):
            shown = shapes.message(account, chat, message)
            told = {"update_type": "message_created", "message": shown, "user_locale": person.language}
        case Edited(message=message):
            told = {"update_type": "message_edited", "message": shapes.message(account, chat, message)}
        case Erased(message=message):
            gone = {"message_id": message.ref, "chat_id": dialog["chat_id"], "user_id": person.id}
            told = {"update_type": "message_removed", **gone}
        case Pressed(message=message, key=key, number=number):
            press = {"timestamp": at, "callback_id": number, "payload": key.payload, "user": show_user(person)}
            shown = shapes.message(account, chat, message)
            told = {"update_type": "message_callback", "callback": press, "message": shown}
            told["user_locale"] = person.language
        case Started(ref=ref):
            told = {"update_type": "bot_started", **dialog, "payload": ref or None}
        case Blocked(on=on):
            told = {"update_type": "bot_stopped" if on else "bot_started", **dialog}
        case _:
            pass
    return told
