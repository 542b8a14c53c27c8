"""What somebody has to do about a conversation."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_23_2302"
down_revision = "2026_11_23_2301"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what is to be done."""
    run_sql(__file__)
    fence_tables("todo")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
