"""Messages pinned over their conversation."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_23_2292"
down_revision = "2026_11_23_2291"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the pins."""
    run_sql(__file__)
    fence_tables("message_pin")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
