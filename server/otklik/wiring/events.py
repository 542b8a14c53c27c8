"""Which event interests whom inside the transaction that announces it."""

from otklik.conversations.events import MessageQueued
from otklik.infra.db import Subscribers
from otklik.messaging.outbox import enqueue

SUBSCRIBERS: Subscribers = {
    MessageQueued: (enqueue,),
}
