"""What customers say of a closed conversation: one rating for each closing."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_22_2212"
down_revision = "2026_11_22_2210"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    run_sql(__file__)
    fence_tables("rating")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
