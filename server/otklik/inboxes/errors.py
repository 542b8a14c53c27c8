"""What can be refused about inboxes."""

from otklik.kit.errors import Conflict, NotFound


class NoSuchInbox(NotFound):
    """No such inbox in this workspace."""

    code = "inbox_not_found"


class AccountTaken(Conflict):
    """The account at the provider is connected to this installation already; extra: inbox_id when it is one's own."""

    code = "account_taken"
