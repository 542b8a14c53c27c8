"""Who acts: the one value that endpoints receive about their caller."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from otklik.access.permissions import Permission, Role
from otklik.kit.errors import Forbidden

ActorKind = Literal["operator", "api_token"]


class Viewing(Struct, frozen=True, kw_only=True):
    """With whose eyes a session looks: a role's, or a person's with their role and teams; it ends by itself."""

    role: str
    role_name: str | None
    operator_id: int | None
    operator_name: str | None
    until: datetime


class Actor(Struct, frozen=True, kw_only=True):
    """A proved caller of one workspace. `session_id` and `team_ids` are an operator's.

    `role_id` names a role of the company's own. While `viewing`, the rights are those both have; nothing is written.
    `factor_due`: the company asks for a second factor that is not set up yet; until then there are no rights.
    `just_vouched`: a provider of the company vouched for them within the last minutes, in this very session.
    `hidden_blocks`: what the desk leaves out of the customer's card, by the role; no door asks for it.
    """

    workspace_id: int
    kind: ActorKind
    id: int
    name: str
    role: Role
    role_id: int | None = None
    permissions: frozenset[Permission]
    session_id: int | None = None
    team_ids: tuple[int, ...] = ()
    viewing: Viewing | None = None
    factor_due: bool = False
    just_vouched: bool = False
    hidden_blocks: tuple[str, ...] = ()

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
