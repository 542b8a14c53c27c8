"""A channel that takes nothing but approved templates once its window is shut."""

from collections.abc import Sequence

from msgspec.structs import replace

from otklik.channelkit.channel import ChannelContext, Settings
from otklik.channelkit.outbound import OutboundMessage, Part
from otklik.channelkit.templates import Gap, Template, TemplateButton, TemplateCategory, TemplateStatus
from tests.desk.parrot import CAN_ALL, Parrot

WINDOW_S = 24 * 3600
ORDER = Template(
    name="order_ready", language="ru", category=TemplateCategory.UTILITY, status=TemplateStatus.APPROVED,
    header="Заказ {{1}}", body="{{1}}, ваш заказ ждёт до {{2}}.", footer="Чайная лавка",
    buttons=(TemplateButton(title="Где вы?"), TemplateButton(title="Заказ", url="https://shop.test/{{1}}")),
    gaps=(
        Gap(key="header.1", example="№ 7"), Gap(key="body.1", example="Вера"), Gap(key="body.2", example="пятницы"),
        Gap(key="button.1.1", example="7"),
    ),
)  # fmt: skip
PENDING = replace(ORDER, name="spring", status=TemplateStatus.PENDING)
MENU = replace(ORDER, name="menu", header="", body="Наше меню", file="image", buttons=(), gaps=())
VALUES = {"header.1": "№ 7", "body.1": "Вера", "body.2": "пятницы", "button.1.1": "7"}
READ = "Заказ № 7\n\nВера, ваш заказ ждёт до пятницы.\n\nЧайная лавка"


class Stamped(Parrot):
    """Says templates aloud; `told` is what the provider keeps, `trouble` what it answers instead."""

    def __init__(self) -> None:
        super().__init__("stamped", replace(CAN_ALL, templates=True, reply_window_s=WINDOW_S))
        self.told: Sequence[Template] = (ORDER, PENDING, MENU)
        self.trouble: Exception | None = None
        self.asked = 0
        self.rendered: list[OutboundMessage] = []

    async def list_templates(self, context: ChannelContext) -> Sequence[Template]:
        """Tell, or complain."""
        self.asked += 1
        if self.trouble is not None:
            raise self.trouble
        return self.told

    def render(self, message: OutboundMessage, settings: Settings) -> Sequence[Part]:
        """Remember what was to be said."""
        self.rendered.append(message)
        return super().render(message, settings)
