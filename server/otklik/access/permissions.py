"""The fixed list of permissions, and the roles, which are sets of them. Nobody grants what they do not hold."""

from enum import StrEnum


class Permission(StrEnum):
    """One right. Endpoints ask for permissions, never for roles."""

    CONVERSATIONS_VIEW = "conversations.view"
    CONVERSATIONS_REPLY = "conversations.reply"
    CONVERSATIONS_ASSIGN = "conversations.assign"
    CONVERSATIONS_EDIT_OTHERS = "conversations.edit_others"
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


def may_grant(held: frozenset[Permission], role: Role) -> bool:
    """Whether somebody holding `held` may give or take away this role."""
    return ROLE_PERMISSIONS[role] <= held
