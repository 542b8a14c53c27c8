"""Which event interests whom inside the transaction that announces it."""

from otklik.access.events import SessionsClosed, WorkspaceCreated
from otklik.contacts.events import ContactBarred, ContactsMerged, ContactsUnmerged
from otklik.conversations.events import ConversationChanged, MessageQueued
from otklik.infra.db import Subscribers
from otklik.messaging.barring import ask_bars
from otklik.messaging.outbox import enqueue
from otklik.notifications.subscribers import forget_devices
from otklik.presence.subscribers import lay_reasons
from otklik.transfers.subscribers import end_offer
from otklik.visitor.leaving import plan_letter

SUBSCRIBERS: Subscribers = {
    MessageQueued: (enqueue, plan_letter),
    ContactBarred: (ask_bars,),
    ContactsMerged: (ask_bars,),
    ContactsUnmerged: (ask_bars,),
    ConversationChanged: (end_offer,),
    WorkspaceCreated: (lay_reasons,),
    SessionsClosed: (forget_devices,),
}
