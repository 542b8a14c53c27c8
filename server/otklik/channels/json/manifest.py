"""What a messenger of one's own can do at most, and what must be known to connect it."""

from otklik.channelkit.manifest import Grade, Manifest, Transport, Words
from otklik.channels.json.face import FACE
from otklik.channels.json.fields import FIELDS
from otklik.channels.json.settings import EVERYTHING, read_capabilities

MANIFEST = Manifest(
    slug="json",
    face=FACE,
    transports=(Transport.WEBHOOK,),
    capabilities=read_capabilities(EVERYTHING),
    fields=FIELDS,
    grade=Grade.GOLD,
    exempt={
        "templates": "nobody approves messages: the other side is a program of one's own",
        "upkeep": "there is no registration: the other side calls our address whenever it has something to tell",
    },
    steps=(
        Words(
            "Укажите адрес своей программы и общий секрет, которым подписаны запросы в обе стороны.",
            "Give the address of your program, and the secret that signs requests both ways.",
        ),
        Words(
            "Отметьте, что умеет ваш мессенджер: поле ответа у операторов станет таким же.",
            "Say what your messenger can do: the operators' field for answers follows it.",
        ),
        Words(
            "Если JSON другого вида, опишите его и проверьте на примере рядом. Если пишете программу сами — берите "
            "наш вид, описывать ничего не нужно.",
            "If the JSON has another shape, describe it and try a sample beside the form. If you write the program "
            "yourself, take our shape: then nothing needs describing.",
        ),
        Words(
            "Подключите канал, скопируйте адрес, который мы покажем, и отправляйте события на него.",
            "Connect the channel, copy the address we show, and send events there.",
        ),
    ),
)
