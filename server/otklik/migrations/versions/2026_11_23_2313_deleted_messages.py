"""What deleted messages said, for those who may look."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_23_2313"
down_revision = "2026_11_23_2312"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the kept words of deleted messages."""
    run_sql(__file__)
    fence_tables("deleted_message")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
