"""Saved views, and actions on many conversations at once."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_22_2110"
down_revision = "2026_11_22_2100"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables of saved views and of bulk runs."""
    run_sql(__file__)
    fence_tables("saved_view", "bulk_run")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
