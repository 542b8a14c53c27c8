"""Being present: statuses with reasons and their history, signs of life, offers of a transfer."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_22_2180"
down_revision = "2026_11_22_2170"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and columns."""
    run_sql(__file__)
    fence_tables("break_reason", "operator_seen", "presence_log", "transfer_offer")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
