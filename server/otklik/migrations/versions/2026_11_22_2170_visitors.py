"""Who visitors are: the keys of a chat, what a session has proved, which former visits belong to a proved person."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_22_2170"
down_revision = "2026_11_22_2150"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables of keys and former visits and the proof of a session."""
    run_sql(__file__)
    fence_tables("visitor_key", "visitor_former")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
