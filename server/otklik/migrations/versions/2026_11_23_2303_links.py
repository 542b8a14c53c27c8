"""Conversations that belong to another one."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_23_2303"
down_revision = "2026_11_23_2302"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add links."""
    run_sql(__file__)
    fence_tables("conversation_link")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
