"""Russian words for the codes of refusals and of wrong fields; English is written where the refusal is raised."""

from typing import Literal

Language = Literal["ru", "en"]

_MALFORMED_QUALITY = -1.0

RUSSIAN: dict[str, str] = {
    "account_taken": "Этот аккаунт уже подключён к этой установке.",
    "already_open": "С этим клиентом уже идёт обращение, продолжите его.",
    "answered_meanwhile": "Пока вы писали, клиенту ответил коллега.",
    "bad_credentials": "Неверная почта или пароль.",
    "bad_cursor": "Эта страница списка больше не доступна, откройте список заново.",
    "bad_ids": "Список номеров записан неверно.",
    "bad_link": "Ссылка недействительна, уже использована или устарела.",
    "bad_request": "Запрос не удалось разобрать.",
    "bad_settings": "В настройках канала ошибка, проверьте поля.",
    "busy": "Сервер сейчас занят, повторите через несколько секунд.",
    "cannot_change": "Это сообщение сейчас нельзя изменить или отправить снова.",
    "cannot_grant": "Нельзя дать или отнять права, которых нет у вас самих.",
    "cannot_merge": "Эти карточки не объединить: это уже один клиент или одну из них только что объединили.",
    "cannot_unmerge": "Это объединение не отменить: его уже отменили или потом объединили ещё раз.",
    "channel_trouble": "Канал сейчас не отвечает как надо, повторите чуть позже.",
    "closed_channel": "Написать клиенту по этому каналу сейчас нельзя.",
    "confirm_needed": "Сообщение могло дойти. Подтвердите, что его нужно отправить ещё раз.",
    "conflict": "Данные изменились, обновите их и повторите.",
    "consent_changed": "Текст согласия с тех пор изменился, прочитайте его снова.",
    "consent_needed": "Сначала нужно согласие на обработку данных.",
    "contact_not_found": "Клиент не найден.",
    "conversation_not_found": "Обращение не найдено.",
    "csrf": "Запрос пришёл не из рабочего места, обновите страницу.",
    "dead_job_not_found": "Такой остановленной задачи уже нет.",
    "demo_there": "Учебные данные уже добавлены.",
    "email_taken": "Сотрудник с такой почтой уже есть.",
    "empty_message": "Напишите что-нибудь или приложите файл.",
    "file_too_large": "Файл больше допустимого размера.",
    "forbidden": "У вас нет права на это действие.",
    "idempotency_mismatch": "Этот ключ повтора уже использован с другим содержимым.",
    "hook_call_not_found": "Такого входящего уже нет.",
    "identity_not_found": "Такого адреса у клиента нет.",
    "image_too_large": "В изображении больше 40 миллионов точек.",
    "inbox_gone": "Канал, в который это пришло, удалён: обработать снова негде.",
    "inbox_not_found": "Канал не найден.",
    "internal": "Внутренняя ошибка. Мы записали её, повторите позже.",
    "introduction_needed": "Сначала представьтесь.",
    "invalid": "Проверьте поля запроса.",
    "last_owner": "В компании должен остаться хотя бы один действующий владелец.",
    "merge_not_found": "Такого объединения нет.",
    "message_not_found": "Сообщение не найдено.",
    "method_not_allowed": "Такое действие здесь не поддерживается.",
    "name_taken": "Такое название уже занято.",
    "no_sandbox": "Учебного Telegram здесь пока нет.",
    "no_session": "Разговор закончен, начните новый.",
    "no_such_channel": "Такого канала в этой установке нет.",
    "no_such_view": "Такого списка нет.",
    "not_carried": "Этот канал не может передать такое сообщение.",
    "not_found": "Не найдено.",
    "operator_not_found": "Сотрудник не найден.",
    "origin_refused": "На этом сайте чат не включён.",
    "own_role": "Свою роль и доступ менять нельзя, попросите коллегу.",
    "rate_limited": "Слишком много попыток, подождите немного.",
    "setup_closed": "Первоначальная настройка уже выполнена.",
    "snooze_in_the_past": "Выберите время в будущем.",
    "stale": "Данные изменились, обновите их и повторите.",
    "team_not_found": "Отдел не найден.",
    "too_many_drafts": "Черновиков уже 500: отправьте или сотрите старые, а этот пока хранится только в браузере.",
    "too_large": "Запрос больше допустимого размера.",
    "too_late": "Время, когда этот канал позволяет менять сообщения, истекло.",
    "unauthorized": "Войдите, чтобы продолжить.",
    "unavailable": "Сервис временно недоступен, повторите чуть позже.",
    "uncertain_change": "Канал не ответил: проверьте, что видит клиент, прежде чем повторять.",
    "unsupported_media_type": "Нужен запрос в формате JSON.",
    "upload_not_found": "Файл не найден или уже отправлен.",
}

FIELDS: dict[str, tuple[str, str]] = {
    "missing": ("is required", "обязательное поле"),
    "unknown": ("is not a known field", "неизвестное поле"),
    "wrong_type": ("has the wrong type", "неверный тип значения"),
    "too_long": ("is too long", "слишком длинное значение"),
    "too_short": ("is too short", "слишком короткое значение"),
    "too_small": ("is too small", "слишком маленькое значение"),
    "too_big": ("is too big", "слишком большое значение"),
    "bad_choice": ("is not one of the choices", "недопустимое значение"),
    "bad_format": ("has the wrong format", "неверный формат"),
    "bad_email": ("is not an e-mail address", "это не адрес почты"),
    "bad_time_zone": ("is not a time zone", "неизвестный часовой пояс"),
    "empty": ("must not be empty", "заполните поле"),
    "not_found": ("does not exist", "не найдено"),
    "taken": ("is already taken", "уже занято"),
    "weak_password": ("is too easy to guess", "слишком простой пароль"),
    "kind_not_carried": ("is of a kind this channel does not carry", "такие файлы этот канал не передаёт"),
    "file_too_large": ("is larger than this channel carries", "файл больше, чем передаёт этот канал"),
    "not_carried": ("is not carried by this channel", "этот канал такого не передаёт"),
    "too_many": ("are too many", "слишком много"),
    "repeated": ("is there twice", "указано дважды"),
    "host_only": ("is set by the host of this installation", "это задаёт владелец сервера"),
    "required": ("is required", "обязательное поле"),
    "bad_url": ("is not an http or https address", "нужен адрес, начинающийся с https://"),
    "bad_token": ("does not look like a bot token", "не похоже на токен бота"),
    "bad_host": ("is not a host name", "нужно имя сервера или IP, без https:// и пути"),
    "bad_address": ("is not an e-mail address", "это не адрес почты"),
    "bad_colour": ("is not a colour such as #4a4fe0", "цвет пишут так: #4a4fe0"),
    "bad_origin": ("is not a site such as https://shop.example", "нужен адрес сайта, например https://shop.example"),
    "out_of_range": ("is out of range", "число вне допустимых пределов"),
    "control_characters": ("must be one line of plain text", "нужна одна строка обычного текста"),
}


def preferred_language(header: str) -> Language:
    """Choose Russian or English by an `Accept-Language` header; English when neither is asked for."""
    best: Language = "en"
    weight = 0.0
    for part in header[:1000].split(","):
        name, _, rest = part.strip().partition(";")
        quality = _quality(rest)
        language = name.split("-")[0].lower()
        if quality <= weight:
            continue
        if language == "ru":
            best, weight = "ru", quality
        elif language == "en":
            best, weight = "en", quality
    return best


def say(code: str, english: str, language: Language) -> str:
    """Return the sentence for a refusal."""
    return RUSSIAN.get(code, english) if language == "ru" else english


def say_field(code: str, english: str, language: Language) -> str:
    """Return the words for what is wrong with a field; `english` wins over the catalogue in English."""
    known = FIELDS.get(code)
    if known is None:
        return english
    return known[1] if language == "ru" else english or known[0]


def _quality(parameters: str) -> float:
    text = parameters.strip()
    if not text:
        return 1.0
    try:
        return float(text.removeprefix("q="))
    except ValueError:
        return _MALFORMED_QUALITY
