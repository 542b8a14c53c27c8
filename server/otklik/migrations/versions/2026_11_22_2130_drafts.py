"""What an operator has begun to write and not sent yet."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_22_2130"
down_revision = "2026_11_22_2120"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of drafts."""
    run_sql(__file__)
    fence_tables("draft")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
