"""What the values of the chat's settings are called."""

from otklik.channelkit.choices import offer_named

_AUTO = ("Автоматически", "Automatic")

INKS = offer_named({"auto": _AUTO, "white": ("Белый", "White"), "black": ("Чёрный", "Black")})
POSITIONS = offer_named({"right": ("Справа", "Right"), "left": ("Слева", "Left")})
THEMES = offer_named({"auto": _AUTO, "light": ("Светлая", "Light"), "dark": ("Тёмная", "Dark")})
CALLS = offer_named(
    {
        "off": ("Нельзя", "No"),
        "online": ("Пока кто-то на связи", "While somebody is online"),
        "hours": ("В часы работы", "Within the working hours"),
    }
)
RATINGS = offer_named(
    {
        "off": ("Не просить", "Do not ask"),
        "faces": ("Пять лиц", "Five faces"),
        "thumbs": ("Палец вверх или вниз", "Thumb up or down"),
    }
)
