"""Russian words for the codes of refusals and of wrong fields; English is written where the refusal is raised."""

import re
from typing import Literal

Language = Literal["ru", "en"]

_MALFORMED_QUALITY = -1.0
_NUMBER = re.compile(r"\d+(?:\.\d+)?")

RUSSIAN: dict[str, str] = {
    "account_taken": "Этот аккаунт уже подключён к этой установке.",
    "already_joined": "Этот диалог уже объединён с другим.",
    "already_offered": "Этот диалог уже предложен коллеге, дождитесь ответа.",
    "already_sent": "Сообщение уже ушло клиенту, вернуть его нельзя.",
    "already_taken_back": "Это сообщение уже вернули, оно не уйдёт.",
    "already_open": "С этим клиентом уже идёт обращение, продолжите его.",
    "already_theirs": "Этот диалог уже у выбранного сотрудника.",
    "answered_meanwhile": "Пока вы писали, клиенту ответил коллега.",
    "bad_author": "Автор — это contact, bot или номер сотрудника.",
    "attribute_not_found": "Такого поля больше нет.",
    "bad_code": "Код не подошёл или уже использован.",
    "bad_credentials": "Неверная почта или пароль.",
    "bad_cursor": "Эта страница списка больше не доступна, откройте список заново.",
    "bad_ids": "Список номеров записан неверно.",
    "bad_link": "Ссылка недействительна, уже использована или устарела.",
    "bad_request": "Запрос не удалось разобрать.",
    "bad_settings": "В настройках канала ошибка, проверьте поля.",
    "bulk_not_found": "Такого массового действия нет.",
    "bulk_size": "Выберите от 1 до 10 000 диалогов.",
    "break_reason_not_found": "Такой причины перерыва больше нет, выберите другую.",
    "busy": "Сервер сейчас занят, повторите через несколько секунд.",
    "cannot_change": "Это сообщение сейчас нельзя изменить или отправить снова.",
    "cannot_grant": "Нельзя дать или отнять права, которых нет у вас самих.",
    "cannot_join": "Этот диалог нельзя объединить с самим собой.",
    "cannot_merge": "Эти карточки не объединить: это уже один клиент или одну из них только что объединили.",
    "cannot_pin": "Закрепить можно только сообщение, которое ещё на месте.",
    "cannot_react": "На это сообщение сейчас нельзя поставить реакцию.",
    "cannot_split": "Отсюда вынести нельзя: до этого места или после него нет сообщений.",
    "cannot_unmerge": "Это объединение не отменить: его уже отменили или потом объединили ещё раз.",
    "cannot_unjoin": "Это объединение уже не отменить: переписку с тех пор перенесли или объединили ещё раз.",
    "canned_response_not_found": "Шаблон не найден: его удалили или он больше вам не виден.",
    "channel_trouble": "Канал сейчас не отвечает как надо, повторите чуть позже.",
    "cannot_undo": "Это действие уже не отменить.",
    "closed_channel": "Написать клиенту по этому каналу сейчас нельзя.",
    "sent_in_part": "Часть сообщения уже дошла. Остальное отправьте тем же каналом.",
    "code_needed": "Нужен код из приложения для входа.",
    "confirm_needed": "Сообщение могло дойти. Подтвердите, что его нужно отправить ещё раз.",
    "conflict": "Данные изменились, обновите их и повторите.",
    "consent_changed": "Текст согласия с тех пор изменился, прочитайте его снова.",
    "consent_needed": "Сначала нужно согласие на обработку данных.",
    "contact_not_found": "Клиент не найден.",
    "contacts_differ": "Это диалоги разных клиентов. Если клиент один, сначала объедините карточки.",
    "conversation_not_found": "Обращение не найдено.",
    "csrf": "Запрос пришёл не из рабочего места, обновите страницу.",
    "dead_job_not_found": "Такой остановленной задачи уже нет.",
    "device_gone": "Этот браузер больше не принимает уведомления, мы убрали его из списка.",
    "device_not_found": "Такого устройства в списке нет.",
    "demo_there": "Учебные данные уже добавлены.",
    "email_taken": "Сотрудник с такой почтой уже есть.",
    "empty_message": "Напишите что-нибудь или приложите файл.",
    "held_changed": "Коллега только что изменил это сообщение, посмотрите ещё раз.",
    "held_not_found": "Такого отложенного сообщения нет.",
    "note_not_held": "Заметку коллеги видят сразу, отложить её нельзя.",
    "schedule_in_the_past": "Выберите время в будущем.",
    "schedule_too_far": "Сообщение можно отложить не больше чем на год.",
    "too_many_held": "В одном диалоге может ждать отправки не больше 20 сообщений.",
    "macro_not_found": "Такого макроса нет: его удалили или он больше вам не виден.",
    "macro_run_not_found": "Такого выполнения макроса нет.",
    "too_many_macros": "Макросов уже слишком много, удалите ненужные.",
    "mentions_in_notes": "Упомянуть коллегу можно только в заметке.",
    "field_name_taken": "Поле с таким названием уже есть.",
    "field_not_found": "Такого поля больше нет.",
    "fields_needed": "Заполните поля, без которых диалог не закрыть.",
    "file_too_large": "Файл больше допустимого размера.",
    "file_infected": "Антивирус нашёл в файле опасное содержимое, открыть его нельзя.",
    "file_held": "Антивирус ещё не проверил файл. Откройте его чуть позже.",
    "voice_too_long": "Запись слишком длинная: голосовое сообщение занимает до 8 МБ.",
    "voice_needs_program": "Запись в AAC не сделать голосовым: на сервере нет ffmpeg. Отправьте файлом.",
    "voice_unreadable": "Звук в записи не прочитать, запишите ещё раз.",
    "filter_no_value": "В фильтре после двоеточия не хватает значения.",
    "filter_too_deep": "Скобки в фильтре вложены глубже четырёх уровней.",
    "filter_too_long": "Фильтр длиннее 500 знаков.",
    "filter_too_many": "В фильтре больше 30 условий.",
    "filter_too_slow": "Поиск по такому фильтру слишком долгий. Добавьте состояние, отдел или время.",
    "filter_unclosed": "В фильтре не закрыта скобка или кавычка.",
    "filter_unexpected": "В фильтре лишний знак или слово.",
    "filter_unfinished": "Фильтр обрывается: в конце чего-то не хватает.",
    "filter_unknown_field": "В фильтре указано поле, которого нет.",
    "filter_unknown_value": "В фильтре указано значение, которого нет.",
    "filter_wrong_operator": "Это поле фильтра так не сравнивают.",
    "filter_wrong_time": "Время в фильтре пишут так: 10м, 2ч, 7д или 2026-11-22.",
    "forbidden": "У вас нет права на это действие.",
    "idempotency_mismatch": "Этот ключ повтора уже использован с другим содержимым.",
    "greeting_not_found": "Такого приветствия больше нет.",
    "too_many_greetings": "У чата может быть не больше 30 приветствий, удалите лишние.",
    "not_kept": "Что было в этом сообщении, больше не хранится.",
    "not_forwardable": "Переслать можно только то, что сказано между клиентом и вами.",
    "hook_call_not_found": "Такого входящего уже нет.",
    "identity_refused": "Не удалось подтвердить, кто вы: сайт прислал негодный пропуск.",
    "identity_not_found": "Такого адреса у клиента нет.",
    "image_too_large": "В изображении больше 40 миллионов точек.",
    "inbox_gone": "Канал, в который это пришло, удалён: обработать снова негде.",
    "inbox_not_found": "Канал не найден.",
    "internal": "Внутренняя ошибка. Мы записали её, повторите позже.",
    "introduction_needed": "Сначала представьтесь.",
    "invalid": "Проверьте поля запроса.",
    "last_provider": "Через этого провайдера входят все, кроме владельцев. Сначала верните вход по паролю.",
    "last_owner": "В компании должен остаться хотя бы один действующий владелец.",
    "merge_not_found": "Такого объединения нет.",
    "message_not_found": "Сообщение не найдено.",
    "method_not_allowed": "Такое действие здесь не поддерживается.",
    "name_taken": "Такое название уже занято.",
    "no_sandbox": "Учебного Telegram здесь пока нет.",
    "no_session": "Разговор закончен, начните новый.",
    "no_such_channel": "Такого канала в этой установке нет.",
    "no_such_view": "Такого списка нет.",
    "not_at_desk": "Коллега сейчас не работает и не сможет принять. Передайте диалог без ожидания.",
    "not_carried": "Этот канал не может передать такое сообщение.",
    "not_found": "Не найдено.",
    "offer_not_found": "Такого предложения нет.",
    "offer_over": "Это предложение уже не действует.",
    "operator_not_found": "Сотрудник не найден.",
    "note_not_found": "Заметки больше нет.",
    "note_of_other": "Менять заметку может только её автор.",
    "only_way_in": "У этой учётной записи нет пароля: связь с провайдером — её единственный вход.",
    "own_link_first": "Сначала свяжите с провайдером свою учётную запись: так вы проверите, что вход работает.",
    "prove_again": "Выйдите и войдите через провайдера снова: это можно сделать в первые 15 минут после входа.",
    "sso_only": "В вашей компании входят через её провайдера, а не по паролю.",
    "sso_over": "Вход занял слишком много времени, начните заново.",
    "sso_provider_changed": "Эти настройки только что изменил коллега. Посмотрите, что изменилось, и сохраните снова.",
    "sso_provider_not_found": "Такого провайдера нет или он выключен.",
    "too_many_providers": "Провайдеров может быть не больше 10, удалите ненужные.",
    "origin_refused": "На этом сайте чат не включён.",
    "own_role": "Свою роль и доступ менять нельзя, попросите коллегу.",
    "bad_score": "Такой оценки на этой шкале нет.",
    "rating_fixed": "Оценку можно изменить в течение 24 часов.",
    "rating_over": "Оценить этот разговор уже нельзя.",
    "built_in_role": "Встроенную роль нельзя изменить или удалить. Сделайте её копию и меняйте копию.",
    "role_changed": "Эту роль только что изменил коллега. Посмотрите, что изменилось, и сохраните снова.",
    "role_in_use": "Эту роль кто-то занимает. Выберите, какую роль получат эти люди, приглашения и токены.",
    "role_not_found": "Такой роли больше нет.",
    "sticker_not_found": "Этого стикера больше нет, выберите другой.",
    "too_many_pins": "В диалоге уже закреплено 20 сообщений. Открепите лишнее.",
    "too_many_roles": "Своих ролей может быть не больше 50, удалите ненужные.",
    "viewing_as": "Вы смотрите чужими глазами, менять ничего нельзя. Сначала вернитесь к своей роли.",
    "import_empty": "В файле нет строк с клиентами.",
    "import_moved": "Эта загрузка уже идёт или закончена, либо столбцы ещё не проверены.",
    "import_not_found": "Такой загрузки больше нет.",
    "import_too_large": "Файл больше 10 МБ. Разделите его на части.",
    "import_too_long": "В файле больше 20 000 строк. Разделите его на части.",
    "import_too_wide": "В файле больше 100 столбцов.",
    "import_unreadable": "Это не таблица: нужен CSV в UTF-8, UTF-16 или Windows-1251.",
    "logo_too_large": "Логотип больше 2 МБ. Выберите файл поменьше.",
    "photo_too_large": "Фотография больше 5 МБ. Выберите файл поменьше.",
    "no_such_column": "Такого столбца в списке нет.",
    "push_refused": "Служба уведомлений этого браузера отказала. Отключите уведомления на устройстве и включите снова.",
    "push_unreachable": "Служба уведомлений этого браузера сейчас не отвечает, повторите позже.",
    "parent_archived": "Сначала верните из архива тему, в которую она входит.",
    "rate_limited": "Слишком много попыток, подождите немного.",
    "reason_needed": "Выберите, по какой причине закрываете диалог.",
    "reason_not_found": "Такой причины больше нет, выберите другую.",
    "search_too_long": "Поиск идёт слишком долго. Добавьте слово или сузьте отбор.",
    "saved_view_not_found": "Такого вида нет.",
    "session_not_found": "Этот вход уже завершён.",
    "setup_closed": "Первоначальная настройка уже выполнена.",
    "shortcut_taken": "Такое сокращение уже есть у другого шаблона.",
    "snooze_in_the_past": "Выберите время в будущем.",
    "snooze_without_end": "Без срока диалог может вернуть только сообщение клиента. Выберите время.",
    "stale": "Данные изменились, обновите их и повторите.",
    "cannot_link": "Диалог не может быть связан сам с собой, даже через другие.",
    "already_linked": "Этот диалог уже входит в другой. Сначала уберите ту связь.",
    "too_many_links": "В один диалог может входить не больше 50 других.",
    "task_not_found": "Такой задачи больше нет.",
    "too_many_tasks": "Открытых задач слишком много: в диалоге их до 50, у сотрудника до 500.",
    "tag_not_found": "Такой метки больше нет.",
    "team_not_found": "Отдел не найден.",
    "too_many_devices": "Уведомления уже получают 10 устройств. Уберите лишнее.",
    "too_many_mutes": "Без уведомлений может быть не больше 500 диалогов.",
    "too_many_drafts": "Черновиков уже 500: отправьте или сотрите старые, а этот пока хранится только в браузере.",
    "too_many_reasons": "В списке уже 30 причин. Уберите лишние.",
    "too_large": "Запрос больше допустимого размера.",
    "too_late_to_unjoin": "Отменить объединение диалогов можно в течение суток.",
    "too_many_attributes": "Больше полей завести нельзя: до 50 действующих и до 200 вместе с архивом.",
    "too_deep": "Темы вкладываются не глубже четырёх уровней.",
    "too_many_fields": "Больше полей завести нельзя: до 20 действующих и до 100 вместе с архивом.",
    "topic_needed": "Выберите тему диалога.",
    "topic_inside_itself": "Тему нельзя положить внутрь неё самой.",
    "topic_not_found": "Такой темы больше нет, выберите другую.",
    "too_late": "Время, когда этот канал позволяет менять сообщения, истекло.",
    "too_many_labels": "Больше добавить нельзя: достигнут предел. Удалите ненужное.",
    "too_many_tags": "У диалога может быть не больше 20 меток.",
    "too_many_canned_responses": "Шаблонов уже слишком много: общих может быть 1000, личных у сотрудника — 200.",
    "too_many_views": "Сохранённых видов слишком много, удалите лишние.",
    "two_factor_needed": "Компания требует двухэтапный вход: сначала настройте его.",
    "two_factor_not_begun": "Эта настройка устарела, начните заново.",
    "two_factor_off": "Двухэтапный вход выключен.",
    "two_factor_on": "Двухэтапный вход уже включён.",
    "unauthorized": "Войдите, чтобы продолжить.",
    "unavailable": "Сервис временно недоступен, повторите чуть позже.",
    "uncertain_change": "Канал не ответил: проверьте, что видит клиент, прежде чем повторять.",
    "unsupported_media_type": "Нужен запрос в формате JSON.",
    "unfilled_variables": "В ответе остались незаполненные переменные. Заполните их или уберите.",
    "value_moved_on": "Пока вы правили, это значение изменил коллега.",
    "upload_not_found": "Файл не найден или уже отправлен.",
    "verification_needed": "Написать могут только посетители, вошедшие на сайт.",
    "visitor_key_not_found": "Такого ключа уже нет.",
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
    "ambiguous": ("fits several customers", "подходит сразу к нескольким клиентам"),
    "own_factor_first": ("needs your own second factor first", "сначала включите двухэтапный вход у себя"),
    "kind_fixed": ("differs from the kind there is, which cannot be changed", "вид поля другой, а сменить его нельзя"),
    "no_such_name": ("names something that is not there", "такого названия здесь нет"),
    "not_a_picture": ("is not a picture in PNG, JPEG, GIF or WebP", "это не картинка: нужен PNG, JPEG, GIF или WebP"),
    "map_bad_address": ("must be an address that begins with https://", "нужен адрес, который начинается с https://"),
    "map_needs_point": (
        "must contain {lat} and {lon} and nothing else in braces",
        "нужны {lat} и {lon}, других скобок быть не должно",
    ),
    "map_needs_tile": (
        "must contain {z}, {x} and {y} and nothing else in braces",
        "нужны {z}, {x} и {y}, других скобок быть не должно",
    ),
    "logo_too_small": (
        "must be at least 24 pixels on each side",
        "картинка мала: каждая сторона хотя бы 24 точки",
    ),
    "picture_too_small": ("must be at least 64 by 64 pixels", "картинка слишком мала: нужно хотя бы 64 на 64 точки"),
    "too_many_pixels": ("has more than 40 million pixels", "в картинке больше 40 миллионов точек"),
    "bad_phone": ("is not a phone number", "это не номер телефона"),
    "bad_date": ("is not a date such as 2026-12-31", "нужна дата, например 2026-12-31"),
    "not_number": ("must be a number", "нужно число"),
    "not_flag": ("must be yes or no", "нужно «да» или «нет»"),
    "archived": ("is archived", "это поле в архиве"),
    "not_allowed": ("is not allowed here", "здесь это не нужно"),
    "empty": ("must not be empty", "заполните поле"),
    "not_found": ("does not exist", "не найдено"),
    "taken": ("is already taken", "уже занято"),
    "weak_password": ("is too easy to guess", "слишком простой пароль"),
    "kind_not_carried": ("is of a kind this channel does not carry", "такие файлы этот канал не передаёт"),
    "file_too_large": ("is larger than this channel carries", "файл больше, чем передаёт этот канал"),
    "not_carried": ("is not carried by this channel", "этот канал такого не передаёт"),
    "too_many": ("are too many", "слишком много"),
    "too_many_recipients": ("are too many", "не больше {0} получателей"),
    "repeated": ("is there twice", "указано дважды"),
    "reaction_not_carried": ("is no reaction of this channel", "такой реакции в этом канале нет"),
    "too_many_buttons": ("are too many", "канал показывает не больше {0} кнопок"),
    "row_too_long": ("is too long", "канал показывает в ряду не больше {0} кнопок"),
    "label_too_long": ("is too long", "на кнопке помещается не больше {0} знаков"),
    "same_button": ("is there twice", "такая кнопка уже есть: клиент и вы их не различите"),
    "only_of_break": ("is only given with a break", "это указывают только у перерыва"),
    "bad_break_end": ("must be within the next 12 hours", "перерыв заканчивается не позже чем через 12 часов"),
    "note_required": ("is required with each transfer", "напишите коллеге, о чём диалог"),
    "host_only": ("is set by the host of this installation", "это задаёт владелец сервера"),
    "required": ("is required", "обязательное поле"),
    "bad_url": ("is not an http or https address", "нужен адрес, начинающийся с https://"),
    "https_needed": ("must begin with https://", "адрес должен начинаться с https://"),
    "bad_domain": ("holds something that is not a domain", "здесь есть то, что не похоже на домен"),
    "public_domain": (
        "holds a domain where everybody may have a mailbox",
        "здесь есть общедоступная почта: ящик на ней может завести кто угодно",
    ),
    "domains_needed": (
        "are needed where people without an account get one",
        "укажите домены: без них нельзя заводить новых сотрудников",
    ),
    "claim_needed": ("is needed where groups give roles", "укажите, где провайдер передаёт группы"),
    "bad_claim": ("is not the name of a claim", "это не имя поля"),
    "twice": ("names a group twice", "одна группа указана дважды"),
    "bad_token": ("does not look like a bot token", "не похоже на токен бота"),
    "bad_host": ("is not a host name", "нужно имя сервера или IP, без https:// и пути"),
    "bad_address": ("is not an e-mail address", "это не адрес почты"),
    "bad_hours": ("are not hours of days of the week", "нужны дни недели и часы, например 09:00–18:00"),
    "bad_colour": ("is not a colour such as #4a4fe0", "цвет пишут так: #4a4fe0"),
    "low_contrast": (
        "cannot be read",
        "текст на этом цвете плохо читается: контраст {0}:1, нужен не меньше {2}:1",
    ),
    "longer_than": ("is too long", "не длиннее {0} знаков"),
    "bad_origin": ("is not a site such as https://shop.example", "нужен адрес сайта, например https://shop.example"),
    "excluded": ("stands twice or excludes another one", "действие указано дважды или исключает другое"),
    "out_of_range": ("is out of range", "число вне допустимых пределов"),
    "unknown_variable": ("names a variable there is not", "такой переменной нет"),
    "bad_variable": ("is not written as a variable is", "переменная записана неверно"),
    "bad_shortcut": (
        "is letters, digits, dots, - and _ without spaces",
        "сокращение пишут буквами, цифрами, точкой, - и _ без пробелов",
    ),
    "bad_language": ("is not a language such as ru or pt-BR", "язык пишут так: ru, en или pt-BR"),
    "unreadable_file": ("is not a file of canned responses", "это не файл с шаблонами"),
    "unfilled_variable": ("is a variable that was not filled in", "незаполненная переменная"),
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
    """Return the words for what is wrong with a field; `english` wins over the catalogue in English.

    `{0}`, `{1}` … of the Russian words are the numbers that stand in the English ones.
    """
    known = FIELDS.get(code)
    if known is None:
        return english
    if language == "en":
        return english or known[0]
    numbers = [number.replace(".", ",") for number in _NUMBER.findall(english)]
    return re.sub(r"\{(\d)\}", lambda place: _nth(numbers, int(place[1])), known[1])


def _nth(numbers: list[str], place: int) -> str:
    return numbers[place] if place < len(numbers) else ""


def _quality(parameters: str) -> float:
    text = parameters.strip()
    if not text:
        return 1.0
    try:
        return float(text.removeprefix("q="))
    except ValueError:
        return _MALFORMED_QUALITY
