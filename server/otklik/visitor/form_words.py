"""What the page of a form says, in both languages, and what it says of a field that was filled in wrongly."""

from typing import Final

from otklik.channelkit.manifest import Words

PAGE: Final = {
    "ru": {
        "name": "Ваше имя", "email": "Эл. почта", "phone": "Телефон", "topic": "Тема", "text": "Сообщение",
        "files": "Файлы", "files_hint": "До 5 файлов по 10 МБ", "send": "Отправить", "optional": "необязательно",
        "choose": "Выберите", "wrong": "Не отправлено: исправьте отмеченные поля",
        "website": "Не заполняйте это поле", "policy": "Подробнее",
        "number": "Номер обращения", "answer_mail": "Ответ придёт на почту, которую вы указали.",
        "answer": "Мы свяжемся с вами.", "again": "Написать ещё раз", "sent": "Обращение отправлено",
        "state_open": "Ещё в работе", "state_closed": "Обращение закрыто",
    },
    "en": {
        "name": "Your name", "email": "E-mail", "phone": "Phone", "topic": "Topic", "text": "Message",
        "files": "Files", "files_hint": "Up to 5 files of 10 MB", "send": "Send", "optional": "optional",
        "choose": "Choose", "wrong": "Not sent: please correct the marked fields",
        "website": "Leave this field empty", "policy": "Read more",
        "number": "Number of the request", "answer_mail": "The answer comes to the e-mail address you gave.",
        "answer": "We will get in touch with you.", "again": "Write again", "sent": "Your request was sent",
        "state_open": "Being worked on", "state_closed": "The request is closed",
    },
}  # fmt: skip

FAULTS: Final = {
    "missing": Words("Заполните это поле", "Please fill this in"),
    "bad_email": Words("Это не похоже на адрес почты", "This is not an e-mail address"),
    "bad_phone": Words("Это не похоже на номер телефона", "This is not a phone number"),
    "too_long": Words("Слишком длинно", "Too long"),
    "bad_choice": Words("Выберите из списка", "Choose one of the list"),
    "consent": Words("Без согласия отправить нельзя", "This cannot be sent without your consent"),
    "consent_changed": Words("Текст согласия изменился, прочитайте его ещё раз", "The text has changed"),
    "too_many_files": Words("Не больше 5 файлов", "At most 5 files"),
    "file_too_large": Words("Файл больше 10 МБ", "A file is larger than 10 MB"),
    "no_files": Words("Файлы здесь не принимаются", "Files are not taken here"),
    "bad_file": Words("Этот файл принять нельзя", "This file cannot be taken"),
    "robot": Words("Это поле должно остаться пустым", "This field must stay empty"),
    "too_fast": Words("Отправлено слишком быстро. Нажмите ещё раз", "Sent too quickly. Please press once more"),
    "stale": Words("Страница устарела. Отправьте ещё раз", "The page is out of date. Please send it once more"),
    "bad_id": Words("Номер отправки должен быть UUID", "The id of the submission must be a UUID"),
    "too_often": Words("Слишком часто. Подождите немного", "Too often. Please wait a little"),
}
