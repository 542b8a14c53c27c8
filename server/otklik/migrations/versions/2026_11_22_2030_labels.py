"""What a conversation is sorted by: tags, priority, spam, the reason it was closed for."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_22_2030"
down_revision = "2026_11_22_1500"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables of tags and closing reasons and the columns of the conversation."""
    run_sql(__file__)
    fence_tables("tag", "closing_reason")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
