"""Facts this room announces."""

from typing import ClassVar

from otklik.infra.events import Event


class OperatorChanged(Event, frozen=True, kw_only=True):
    """An operator joined or changed; `data` holds `operator_id`."""

    kind: ClassVar[str] = "operator.changed"


class WorkspaceChanged(Event, frozen=True, kw_only=True):
    """A setting of the workspace changed."""

    kind: ClassVar[str] = "workspace.changed"


class WorkspaceCreated(Event, frozen=True, kw_only=True):
    """A company begins; `data` holds `locale`."""

    kind: ClassVar[str] = "workspace.created"


class SessionsClosed(Event, frozen=True, kw_only=True):
    """Sessions ended; their sockets must close. `data` holds `session_ids`.

    Where all of one operator's ended, also `operator_id` and `kept_id`, the session that stayed.
    """

    kind: ClassVar[str] = "sessions.closed"


class RoleChanged(Event, frozen=True, kw_only=True):
    """A role of the company's own was made, changed or removed: whoever had it may do something else.

    `data` holds `role_id`.
    """

    kind: ClassVar[str] = "role.changed"


class RightsChanged(Event, frozen=True, kw_only=True):
    """Somebody's rights or teams changed where they are signed in; `data` may hold `subject_id`, an operator."""

    kind: ClassVar[str] = "rights.changed"
