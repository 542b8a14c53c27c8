"""What can be refused about conversations."""

from otklik.kit.errors import Conflict, Invalid, NotFound


class NoSuchConversation(NotFound):
    """No such conversation in this workspace."""

    code = "conversation_not_found"


class NoSuchMessage(NotFound):
    """No such message in this conversation."""

    code = "message_not_found"


class AnsweredMeanwhile(Conflict):
    """A colleague's reply landed after the last message the author had seen; extra: by, at, seq."""

    code = "answered_meanwhile"


class StaleConversation(Conflict):
    """Somebody changed the conversation first; extra: version."""

    code = "stale"


class ClosedChannel(Conflict):
    """The person cannot be reached by this identity now; the detail says why."""

    code = "closed_channel"


class NoSuchTask(NotFound):
    """No such task in this workspace."""

    code = "task_not_found"


class TooManyTasks(Conflict):
    """The conversation, or the person, has as many open tasks as they may have; extra: limit."""

    code = "too_many_tasks"


class CannotLink(Conflict):
    """A conversation would belong to itself, in one step or several."""

    code = "cannot_link"


class AlreadyLinked(Conflict):
    """The conversation belongs to another one already; extra: conversation_id."""

    code = "already_linked"


class TooManyLinks(Conflict):
    """As many conversations belong to this one as may; extra: limit."""

    code = "too_many_links"


class NoSuchField(NotFound):
    """No such field of conversations in this workspace."""

    code = "field_not_found"


class FieldNameTaken(Conflict):
    """Another field of conversations in use has this name."""

    code = "field_name_taken"


class TooManyFields(Conflict):
    """The workspace has as many fields of conversations as it may have."""

    code = "too_many_fields"


class NothingToSay(Invalid):
    """A message without text, files or buttons."""

    code = "empty_message"


class CannotChange(Conflict):
    """The message cannot be edited, deleted or sent again in its present state."""

    code = "cannot_change"


class AlreadyOpen(Conflict):
    """The person has an unresolved conversation, which goes on; extra: conversation_id."""

    code = "already_open"


class CannotJoin(Conflict):
    """These two conversations cannot become one."""

    code = "cannot_join"


class AlreadyJoined(Conflict):
    """One of the two goes on in another conversation already; extra: conversation_id."""

    code = "already_joined"


class ContactsDiffer(Conflict):
    """The two conversations are with different contacts, who would have to be merged first; extra: contact_ids."""

    code = "contacts_differ"


class NoSuchJoin(NotFound):
    """No such merge of conversations in this workspace."""

    code = "merge_not_found"


class CannotUnjoin(Conflict):
    """The merge was undone already, or what it moved has been moved again since."""

    code = "cannot_unjoin"


class TooLateToUnjoin(Conflict):
    """A merge of conversations can be undone for a day."""

    code = "too_late_to_unjoin"


class CannotSplit(Conflict):
    """Nothing would stay, or nothing would move."""

    code = "cannot_split"
