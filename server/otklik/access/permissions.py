"""The fixed list of permissions, and the roles, which are sets of them. Nobody grants what they do not hold."""

from collections.abc import Iterable, Sequence
from enum import StrEnum


class Permission(StrEnum):
    """One right. Endpoints ask for permissions, never for roles."""

    CONVERSATIONS_VIEW = "conversations.view"
    CONVERSATIONS_REPLY = "conversations.reply"
    CONVERSATIONS_ASSIGN = "conversations.assign"
    CALLS_TAKE = "calls.take"
    CONVERSATIONS_EDIT_OTHERS = "conversations.edit_others"
    CONVERSATIONS_SEE_DELETED = "conversations.see_deleted"
    CONTACTS_VIEW = "contacts.view"
    CONTACTS_EDIT = "contacts.edit"
    CONTACTS_MERGE = "contacts.merge"
    CONTACTS_EXPORT = "contacts.export"
    INBOXES_VIEW = "inboxes.view"
    INBOXES_MANAGE = "inboxes.manage"
    TEAMS_VIEW = "teams.view"
    TEAMS_MANAGE = "teams.manage"
    OPERATORS_VIEW = "operators.view"
    OPERATORS_MANAGE = "operators.manage"
    OWNERS_MANAGE = "owners.manage"
    WORKSPACE_VIEW = "workspace.view"
    WORKSPACE_MANAGE = "workspace.manage"
    LABELS_MANAGE = "labels.manage"
    TOKENS_MANAGE = "tokens.manage"
    AUDIT_VIEW = "audit.view"
    DELIVERY_REPAIR = "delivery.repair"
    CANNED_RESPONSES_MANAGE = "canned_responses.manage"
    VIEWS_SHARE = "views.share"
    MACROS_MANAGE = "macros.manage"


class Role(StrEnum):
    """A named set of permissions."""

    OWNER = "owner"
    ADMIN = "admin"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"


_OPERATOR = frozenset(
    {
        Permission.CONVERSATIONS_VIEW,
        Permission.CONVERSATIONS_REPLY,
        Permission.CONVERSATIONS_ASSIGN,
        Permission.CALLS_TAKE,
        Permission.CONTACTS_VIEW,
        Permission.CONTACTS_EDIT,
        Permission.CONTACTS_MERGE,
        Permission.INBOXES_VIEW,
        Permission.TEAMS_VIEW,
        Permission.OPERATORS_VIEW,
        Permission.WORKSPACE_VIEW,
    }
)
_SUPERVISOR = _OPERATOR | {
    Permission.CONVERSATIONS_EDIT_OTHERS,
    Permission.CONVERSATIONS_SEE_DELETED,
    Permission.TEAMS_MANAGE,
    Permission.DELIVERY_REPAIR,
    Permission.CANNED_RESPONSES_MANAGE,
    Permission.VIEWS_SHARE,
    Permission.MACROS_MANAGE,
}
_ADMIN = _SUPERVISOR | {
    Permission.INBOXES_MANAGE,
    Permission.OPERATORS_MANAGE,
    Permission.WORKSPACE_MANAGE,
    Permission.LABELS_MANAGE,
    Permission.TOKENS_MANAGE,
    Permission.AUDIT_VIEW,
    Permission.CONTACTS_EXPORT,
}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OWNER: frozenset(Permission),
    Role.ADMIN: _ADMIN,
    Role.SUPERVISOR: _SUPERVISOR,
    Role.OPERATOR: _OPERATOR,
}


NEEDS: dict[Permission, frozenset[Permission]] = {
    Permission.CONVERSATIONS_VIEW: frozenset(
        {Permission.INBOXES_VIEW, Permission.TEAMS_VIEW, Permission.OPERATORS_VIEW}
    ),
    Permission.CONVERSATIONS_REPLY: frozenset({Permission.CONVERSATIONS_VIEW}),
    Permission.CONVERSATIONS_ASSIGN: frozenset({Permission.CONVERSATIONS_VIEW}),
    Permission.CALLS_TAKE: frozenset({Permission.CONVERSATIONS_REPLY}),
    Permission.CONVERSATIONS_EDIT_OTHERS: frozenset({Permission.CONVERSATIONS_REPLY}),
    Permission.CONVERSATIONS_SEE_DELETED: frozenset({Permission.CONVERSATIONS_VIEW}),
    Permission.CONTACTS_EDIT: frozenset({Permission.CONTACTS_VIEW}),
    Permission.CONTACTS_MERGE: frozenset({Permission.CONTACTS_EDIT}),
    Permission.CONTACTS_EXPORT: frozenset({Permission.CONTACTS_VIEW}),
    Permission.INBOXES_MANAGE: frozenset({Permission.INBOXES_VIEW}),
    Permission.TEAMS_MANAGE: frozenset({Permission.TEAMS_VIEW, Permission.OPERATORS_VIEW}),
    Permission.OPERATORS_MANAGE: frozenset({Permission.OPERATORS_VIEW, Permission.TEAMS_VIEW}),
    Permission.OWNERS_MANAGE: frozenset({Permission.OPERATORS_MANAGE}),
    Permission.WORKSPACE_MANAGE: frozenset({Permission.WORKSPACE_VIEW}),
    Permission.CANNED_RESPONSES_MANAGE: frozenset({Permission.CONVERSATIONS_VIEW}),
    Permission.VIEWS_SHARE: frozenset({Permission.CONVERSATIONS_VIEW}),
    Permission.MACROS_MANAGE: frozenset({Permission.CONVERSATIONS_VIEW}),
}
"""What makes no sense without what: whoever may answer must see, and the list shows channels, teams and colleagues."""


def needed_for(permission: Permission) -> frozenset[Permission]:
    """Return everything a right needs, also by way of others."""
    direct = NEEDS.get(permission, frozenset())
    return direct.union(*(needed_for(one) for one in direct))


def complete(permissions: Iterable[Permission]) -> frozenset[Permission]:
    """Return the rights with all that they need."""
    given = frozenset(permissions)
    return given.union(*(needed_for(one) for one in given))


def permissions_of(role: str, own: Sequence[str] | None = None) -> frozenset[Permission]:
    """Return what a role may do: its `own` list where the company made it, and a built-in one's otherwise.

    Rights that this release does not know are left out.
    """
    if own is None:
        return ROLE_PERMISSIONS[Role(role)]
    return frozenset(one for one in Permission if one in own)


ADMINISTERS = frozenset(
    {Permission.OPERATORS_MANAGE, Permission.WORKSPACE_MANAGE, Permission.INBOXES_MANAGE, Permission.TOKENS_MANAGE}
)
"""Whoever holds one of these is an administrator where the company asks administrators for a second factor."""


def needs_factor(policy: str, held: frozenset[Permission]) -> bool:
    """Whether the company asks somebody with these rights for a second factor: `off`, `admins`, `everybody`."""
    return policy == "everybody" or (policy == "admins" and bool(held & ADMINISTERS))


OWN_ROLE = "custom:"
"""What the key of a role begins with that the company made; its id follows."""


def role_key(role: str, role_id: int | None) -> str:
    """Return how the API names a role: `operator`, or `custom:7`."""
    return role if role_id is None else f"{OWN_ROLE}{role_id}"


def may_grant(held: frozenset[Permission], wanted: frozenset[Permission]) -> bool:
    """Whether somebody holding `held` may give or take away these rights."""
    return wanted <= held
