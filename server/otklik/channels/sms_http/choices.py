"""What the values of the description are called."""

from otklik.channelkit.choices import offer_named

PROVIDERS = offer_named(
    {
        "custom": ("Другой, опишу сам", "Another, described by me"),
        "smsc": ("SMSC.ru", "SMSC.ru"),
        "vonage": ("Vonage", "Vonage"),
        "exolve": ("МТС Exolve", "MTS Exolve"),
    }
)
METHODS = offer_named({"POST": ("POST", "POST"), "GET": ("GET", "GET")})
FORMATS = offer_named(
    {
        "form": ("Форма (application/x-www-form-urlencoded)", "Form (application/x-www-form-urlencoded)"),
        "json": ("JSON", "JSON"),
        "query": ("В адресе", "In the address"),
    }
)
AUTHS = offer_named(
    {
        "none": ("Нет, всё в запросе", "None, all is in the request"),
        "basic": ("Basic: имя входа и пароль", "Basic: login and password"),
        "bearer": ("Bearer: ключ", "Bearer: key"),
        "header": ("Ключ в своём заголовке", "Key in a header of its own"),
    }
)
SIGNATURES = offer_named(
    {
        "key": ("Секрет в адресе или заголовке", "Secret in the address or a header"),
        "hmac": ("HMAC-SHA256 тела", "HMAC-SHA256 of the body"),
        "vonage": ("Подпись Vonage", "Vonage’s signature"),
    }
)
