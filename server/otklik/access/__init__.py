"""Who may do what: workspaces, operators and their roles, sessions, invitations, API tokens, the audit."""
