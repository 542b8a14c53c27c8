"""Wishes of visitors to be called back."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_24_0345"
down_revision = "2026_11_24_0330"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the wishes, so that one asked for twice is one task."""
    run_sql(__file__)
    fence_tables("callback_wish")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
