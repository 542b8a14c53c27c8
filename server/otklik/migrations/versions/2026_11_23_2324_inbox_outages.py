"""Outages of channels that were told of."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_23_2324"
down_revision = "2026_11_23_2322"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what was told, so that it is told once."""
    run_sql(__file__)
    fence_tables("inbox_outage")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
