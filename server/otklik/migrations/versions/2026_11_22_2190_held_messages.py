"""Messages that wait before they leave: for a few seconds, to be taken back, or until a time."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_22_2190"
down_revision = "2026_11_22_2180"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of messages that wait."""
    run_sql(__file__)
    fence_tables("held_message")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
