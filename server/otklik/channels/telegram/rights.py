"""What Telegram says a bot may do and what waits for it, told to the administrator. Pure."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from msgspec import Struct

from otklik.channelkit.channel import Check, Doubt
from otklik.channelkit.manifest import Words

MANY_WAITING: Final = 100


class BotUser(Struct, frozen=True):
    """The bot as it sees itself."""

    id: int
    first_name: str = ""
    username: str = ""
    can_join_groups: bool = True
    can_read_all_group_messages: bool = False
    can_connect_to_business: bool = False


class WebhookInfo(Struct, frozen=True):
    """What Telegram says about our address."""

    url: str = ""
    pending_update_count: int = 0
    last_error_date: int = 0
    last_error_message: str = ""
    allowed_updates: tuple[str, ...] = ()


def judge_rights(bot: BotUser) -> Check:
    """Say what the bot may do; nothing of it is needed for answering people in private."""
    ru = ["личные сообщения — да"]
    en = ["private messages: yes"]
    for held, russian, english in (
        (bot.can_join_groups, "группы", "groups"),
        (bot.can_read_all_group_messages, "все сообщения в группах", "all messages in groups"),
        (bot.can_connect_to_business, "Telegram Business", "Telegram Business"),
    ):
        ru.append(f"{russian} — {'да' if held else 'нет'}")
        en.append(f"{english}: {'yes' if held else 'no'}")
    return Check("rights", ok=True, detail=Words("Права бота: " + ", ".join(ru), "The bot's rights: " + ", ".join(en)))


def judge_waiting(info: WebhookInfo, hide: Callable[[str], str]) -> list[Check]:
    """Say how much waits at Telegram, and what it complained of last."""
    waiting = info.pending_update_count
    words = Words(f"Ждут у Telegram: {waiting}", f"Waiting at Telegram: {waiting}")
    checks = [Check("waiting", ok=True, detail=words, doubt=Doubt.WARN if waiting >= MANY_WAITING else Doubt.NONE)]
    if info.last_error_message and info.last_error_date and not waiting:
        when = datetime.fromtimestamp(info.last_error_date, UTC).strftime("%Y-%m-%d %H:%M UTC")
        said = hide(info.last_error_message)
        words = Words(
            f"Последняя жалоба Telegram, {when}: {said}. С тех пор всё доставлено",
            f"Telegram's last complaint, {when}: {said}. Everything has been delivered since",
        )
        checks.append(Check("last_error", ok=True, detail=words, doubt=Doubt.WARN))
    return checks
