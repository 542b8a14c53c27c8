"""Facts about people."""

from typing import ClassVar

from otklik.infra.events import Event


class ContactChanged(Event, frozen=True, kw_only=True):
    """A contact or one of its identities was made or changed."""

    kind: ClassVar[str] = "contact.changed"


class ContactBarred(Event, frozen=True, kw_only=True):
    """An operator said, for the first time or again, that a person is blocked, or let in."""

    kind: ClassVar[str] = "contact.barred"


class ContactsMerged(Event, frozen=True, kw_only=True):
    """`contact_id` took over another contact; data: gone_id, merge_id, conversation_ids."""

    kind: ClassVar[str] = "contact.merged"


class ContactsUnmerged(Event, frozen=True, kw_only=True):
    """A merge was undone; data: restored_id, merge_id, conversation_ids."""

    kind: ClassVar[str] = "contact.unmerged"


class AttributesChanged(Event, frozen=True, kw_only=True):
    """The company's own fields were added to, changed or put in another order."""

    kind: ClassVar[str] = "contact_attribute.changed"


class ImportChanged(Event, frozen=True, kw_only=True):
    """An import of customers came, went on, or ended; `data` holds `import_id`."""

    kind: ClassVar[str] = "contact_import.changed"
