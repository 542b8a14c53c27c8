"""Why a message was not sent, in both languages of the product."""

from otklik.desk.schemas_messages import Bilingual

_UNKNOWN = Bilingual("Сообщение не отправлено.", "The message was not sent.")
_WORDS: dict[str, Bilingual] = {
    "rate": Bilingual("Канал просит подождать, отправим позже.", "The channel asks to wait; we will try again."),
    "retry": Bilingual("Канал не отвечает, попробуем ещё раз.", "The channel does not answer; we will try again."),
    "uncertain": Bilingual(
        "Неизвестно, дошло ли сообщение: ответа канала не было.",
        "Nobody knows whether the message arrived: the channel did not answer.",
    ),
    "format": Bilingual("Канал не принял такое сообщение.", "The channel does not take such a message."),
    "window": Bilingual(
        "Время, когда можно ответить свободным текстом, истекло.", "The time for a free answer is over."
    ),
    "gone": Bilingual("Клиент закрыл чат или заблокировал нас.", "The customer left the chat or blocked us."),
    "optout": Bilingual("Клиент отказался от сообщений.", "The customer does not want messages."),
    "auth": Bilingual("Канал не принимает наш ключ доступа.", "The channel refuses our credentials."),
    "policy": Bilingual("Канал отклонил сообщение по своим правилам.", "The channel's rules forbid this message."),
    "no_inbox": Bilingual("Канал больше не подключён.", "The channel is not connected any more."),
    "no_identity": Bilingual("Адрес клиента больше не известен.", "The customer's address is not known any more."),
    "infected": Bilingual(
        "Антивирус нашёл в файле опасное содержимое.", "The antivirus found something dangerous in the file."
    ),
    "too_large_to_check": Bilingual(
        "Файл слишком велик для проверки антивирусом, а такие файлы в вашей компании не отправляют.",
        "The file is too large for the antivirus, and your company sends no such files.",
    ),
    "gave_up": Bilingual("За сутки отправить не удалось.", "It could not be sent within a day."),
    "reported": Bilingual("Канал сообщил, что сообщение не дошло.", "The channel reports that it did not arrive."),
}


_REACTION = Bilingual("Реакция не поставлена.", "The reaction was not put.")
_REACTION_WORDS = {
    "format": Bilingual("Канал не принял эту реакцию.", "The channel does not take this reaction."),
    "policy": Bilingual("Канал не разрешает здесь реакции.", "The channel allows no reactions here."),
    **{code: _WORDS[code] for code in ("gone", "auth", "no_inbox")},
    **{
        code: Bilingual("Канал не ответил вовремя, реакция не поставлена.", "The channel did not answer in time.")
        for code in ("rate", "retry", "uncertain")
    },
}


def explain_reaction(code: str, detail: str) -> Bilingual:
    """Return our words for a reaction that could not be put, with the provider's own behind them."""
    words = _REACTION_WORDS.get(code, _REACTION)
    return Bilingual(f"{words.ru} ({detail})", f"{words.en} ({detail})") if detail else words


def explain(code: str, detail: str) -> Bilingual:
    """Return our words for a failure, with the provider's own behind them."""
    words = _WORDS.get(code, _UNKNOWN)
    return Bilingual(f"{words.ru} ({detail})", f"{words.en} ({detail})") if detail else words
