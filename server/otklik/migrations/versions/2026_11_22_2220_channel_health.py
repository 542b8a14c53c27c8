"""What each inbox received, stored and showed, minute by minute."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_22_2220"
down_revision = "2026_11_22_2212"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the ledger, its marks, and the way to an inbox's refusals."""
    run_sql(__file__)
    fence_tables("inbox_minute")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
