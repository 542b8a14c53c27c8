"""What is searched: an index of messages and files beside the hot tables, and the words that were ever written."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_22_2150"
down_revision = "2026_11_22_2140"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the dictionaries and tables of search."""
    run_sql(__file__)
    fence_tables("message_index", "search_word")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
