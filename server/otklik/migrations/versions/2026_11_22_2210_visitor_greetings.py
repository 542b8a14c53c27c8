"""Greetings that the website chat shows by itself, with how often each was shown, opened and answered."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_22_2210"
down_revision = "2026_11_22_2200"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    run_sql(__file__)
    fence_tables("visitor_greeting")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
