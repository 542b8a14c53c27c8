"""What invented customers are called and talk about, in Russian and English."""

from msgspec import Struct


class Story(Struct, frozen=True):
    """One exchange: lines alternate between the customer and the operator, the customer begins."""

    subject: str
    lines: tuple[str, ...]


NAMES_RU = (
    (
        "Вера Иванова",
        "Пётр Смирнов",
        "Анна Кузнецова",
        "Иван Попов",
        "Мария Соколова",
        "Алексей Лебедев",
        "Елена Козлова",
    ),
    ("Дмитрий Новиков", "Ольга Морозова", "Сергей Волков", "Наталья Павлова", "Андрей Семёнов", "Юлия Голубева"),
    (
        "Михаил Виноградов",
        "Татьяна Богданова",
        "Николай Воробьёв",
        "Ирина Фёдорова",
        "Константин Жуков",
        "Дарья Белова",
    ),
)
NAMES_EN = (
    ("Emma Wilson", "James Carter", "Olivia Brown", "Liam Turner", "Sophie Clark", "Noah Evans", "Grace Hall"),
    ("Oliver King", "Amelia Scott", "Henry Adams", "Lucy Baker", "Jack Green", "Chloe Young", "Daniel Reed"),
)
TEAMS = {"ru": ("Продажи", "Доставка и возврат", "Поддержка"), "en": ("Sales", "Delivery and returns", "Support")}
OPERATORS = {
    "ru": ("Мария Левина", "Павел Зайцев", "Ксения Мельник", "Тимур Ахметов", "Полина Крылова", "Егор Тихонов"),
    "en": ("Anna Fisher", "Paul Brooks", "Kate Miller", "Tim Ward", "Polly Wright", "George Hill"),
}
INBOXES = {
    "ru": {"telegram": "Магазин в Telegram", "webchat": "Чат на сайте", "email": "Почта поддержки"},
    "en": {"telegram": "Shop in Telegram", "webchat": "Website chat", "email": "Support mail"},
}
STORIES_RU = (
    Story("Не пришёл заказ", (
        "Здравствуйте! Где мой заказ № {number}? Обещали вчера.",
        "Здравствуйте, {name}! Сейчас посмотрю, минуту.",
        "Спасибо, жду",
        "Заказ у курьера, привезёт сегодня до 18:00. Я попросила его позвонить за полчаса.",
        "Отлично, спасибо за скорость 🙂",
    )),
    Story("Возврат", (
        "Добрый день. Кружка пришла с трещиной, можно вернуть?",
        "Здравствуйте! Очень жаль. Пришлите, пожалуйста, фотографию, и мы заменим или вернём деньги.",
        "Фото сделала, лучше замену",
        "Новую отправим завтра, старую возвращать не нужно. Номер отправления пришлю сюда же.",
        "Супер, спасибо!",
    )),
    Story("Подбор", (
        "Подскажите, какой чай лучше взять в подарок? Бюджет около 2 000 ₽",
        "Здравствуйте! Человек пьёт крепкий или мягкий?",
        "Скорее мягкий, зелёный",
        "Тогда возьмите набор «Весна»: три улуна и пиала, 1 890 ₽. Упакуем с открыткой.",
    )),
    Story("Оплата", (
        "Карта не проходит при оплате, пишет «ошибка 05»",
        "Здравствуйте! Это отказ банка. Попробуйте, пожалуйста, СБП: ссылка в личном кабинете, раздел «Оплата».",
        "Получилось через СБП",
        "Вижу оплату, заказ № {number} собираем.",
    )),
    Story("Счёт для организации", (
        "Нужен счёт на ООО «Горизонт», 20 наборов к 1 декабря. Успеете?",
        "Здравствуйте! Успеем. Пришлите ИНН и адрес доставки, счёт будет через полчаса.",
        "ИНН 7701234567, Москва, Лесная, 5",
        "Счёт отправила на почту. Отгрузим в день оплаты.",
        "Получили, передали в бухгалтерию",
    )),
    Story("График", ("Вы работаете в воскресенье?", "Здравствуйте! Да, с 10 до 20.", "👍")),
    Story("Промокод", (
        "Промокод ЧАЙ10 не работает",
        "Здравствуйте! Он закончился вчера, но я сделаю для вас скидку 10 % на этот заказ.",
    )),
)  # fmt: skip
STORIES_EN = (
    Story("Order not delivered", (
        "Hi! Where is my order {number}? It was due yesterday.",
        "Hello {name}! Let me check, one moment.",
        "Thanks, waiting",
        "It is with the courier and arrives today before 6 pm. They will call you half an hour ahead.",
        "Great, thank you for the quick answer 🙂",
    )),
    Story("Return", (
        "Hello, the cup arrived cracked. Can I return it?",
        "Hi! So sorry. Please send a photo and we will replace it or refund you.",
        "A replacement, please",
        "A new one leaves tomorrow, keep the old one. I will send the tracking number here.",
    )),
    Story("A gift", (
        "Which tea would you recommend as a gift, around £20?",
        "Hi! Does the person like it strong or mild?",
        "Mild, green I think",
        "Then the Spring set: three oolongs and a bowl, £19. We can wrap it with a card.",
    )),
    Story("Invoice", (
        "We need an invoice for 20 sets by December 1st. Is it possible?",
        "Hello! Yes. Please send the company name and the delivery address.",
        "Horizon Ltd, 5 Forest Road, Leeds",
        "The invoice is in your mailbox. We ship on the day of payment.",
    )),
    Story("Opening hours", ("Are you open on Sundays?", "Hi! Yes, from 10 to 20.")),
)  # fmt: skip
