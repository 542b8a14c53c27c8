"""Prepared answers, and files that several messages share."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_22_2120"
down_revision = "2026_11_22_2110"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables of canned responses."""
    run_sql(__file__)
    fence_tables("canned_response", "canned_file", "canned_habit")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
