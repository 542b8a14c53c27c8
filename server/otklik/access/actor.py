"""Who acts: the one value that endpoints receive about their caller."""

from typing import Literal

from msgspec import Struct

from otklik.access.permissions import Permission, Role
from otklik.kit.errors import Forbidden

ActorKind = Literal["operator", "api_token"]


class Actor(Struct, frozen=True, kw_only=True):
    """A proved caller of one workspace. `session_id` and `team_ids` are an operator's."""

    workspace_id: int
    kind: ActorKind
    id: int
    name: str
    role: Role
    permissions: frozenset[Permission]
    session_id: int | None = None
    team_ids: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        """A name unique in the workspace, such as `operator:7`."""
        return f"{self.kind}:{self.id}"

    @property
    def operator_id(self) -> int | None:
        """The operator's id; None for an API token."""
        return self.id if self.kind == "operator" else None

    def may(self, permission: Permission) -> bool:
        """Whether the actor holds the permission."""
        return permission in self.permissions

    def check(self, permission: Permission) -> None:
        """Raise Forbidden when the actor lacks the permission."""
        if permission not in self.permissions:
            raise Forbidden("you may not do this")
