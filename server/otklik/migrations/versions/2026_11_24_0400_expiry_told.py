"""Warnings before the access of a channel ends."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_24_0400"
down_revision = "2026_11_24_0345"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what was told."""
    run_sql(__file__)
    fence_tables("inbox_expiry_told")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
