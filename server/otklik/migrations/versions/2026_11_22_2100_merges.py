"""Conversations that were merged by hand, remembered so that it can be undone."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_22_2100"
down_revision = "2026_11_22_2030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the memory of merges."""
    run_sql(__file__)
    fence_tables("conversation_merge")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
