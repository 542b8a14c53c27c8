"""Answers of a website chat that went to a visitor who had left, as letters."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_23_2311"
down_revision = "2026_11_23_2310"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add which answers went as letters, and who wants none."""
    run_sql(__file__)
    fence_tables("visitor_letter", "visitor_letter_stop")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
