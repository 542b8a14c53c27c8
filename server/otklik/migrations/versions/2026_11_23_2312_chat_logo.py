"""The company's picture in the head of a website chat."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_23_2312"
down_revision = "2026_11_23_2311"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add logos of chats."""
    run_sql(__file__)
    fence_tables("chat_logo")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
