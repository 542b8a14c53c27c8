"""Templates that every account of the stage has."""

from typing import Any

Json = dict[str, Any]


def list_samples() -> list[Json]:
    """Return templates of all sorts: plain ones, with a head, with buttons, a picture, and some that cannot be sent."""
    return [
        _template("order_ready", "UTILITY", [
            _body("Здравствуйте, {{1}}! Заказ {{2}} готов к выдаче.", [["Вера", "42"]]),
            {"type": "FOOTER", "text": "Чайная лавка"},
            {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Заберу завтра"},
                                            {"type": "QUICK_REPLY", "text": "Нужна доставка"}]},
        ]),
        _template("delivery", "UTILITY", [
            {"type": "HEADER", "format": "TEXT", "text": "Заказ {{1}}", "example": {"header_text": ["42"]}},
            {"type": "BODY", "text": "Курьер приедет {{day}} с {{from}} до {{till}}.",
             "example": {"body_text_named_params": [{"param_name": "day", "example": "в пятницу"},
                                                    {"param_name": "from", "example": "10"},
                                                    {"param_name": "till", "example": "14"}]}},
            {"type": "BUTTONS", "buttons": [
                {"type": "URL", "text": "Где заказ", "url": "https://shop.example/orders/{{1}}",
                 "example": ["https://shop.example/orders/42"]},
                {"type": "PHONE_NUMBER", "text": "Позвонить", "phone_number": "+74950000000"}]},
        ], parameter_format="NAMED"),
        _template("new_tea", "MARKETING", [
            {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["https://scontent.example/h"]}},
            _body("{{1}}, у нас новый чай. По коду скидка 10 %.", [["Вера"]]),
            {"type": "BUTTONS", "buttons": [{"type": "COPY_CODE", "text": "Скопировать код", "example": ["TEA10"]}]},
        ]),
        _template("thanks", "UTILITY", [{"type": "BODY", "text": "Спасибо за заказ! Будем рады видеть вас снова."}]),
        _template("cards", "MARKETING", [_body("Выбирайте, {{1}}", [["Вера"]]), {"type": "CAROUSEL", "cards": []}]),
        _template("cheap", "MARKETING", [{"type": "BODY", "text": "Дёшево!"}], status="REJECTED",
                  rejected_reason="PROMOTIONAL"),
        _template("sleepy", "MARKETING", [{"type": "BODY", "text": "Давно не виделись"}], status="PAUSED"),
    ]  # fmt: skip


def _template(name: str, category: str, components: list[Json], **more: str) -> Json:
    return {
        "id": str(sum(map(ord, name)) * 1000), "name": name, "language": "ru", "category": category,
        "status": "APPROVED", "components": components, "rejected_reason": "NONE", "parameter_format": "POSITIONAL",
        **more,
    }  # fmt: skip


def _body(text: str, example: list[list[str]]) -> Json:
    return {"type": "BODY", "text": text, "example": {"body_text": example}}
