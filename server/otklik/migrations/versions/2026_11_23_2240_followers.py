"""Who follows a conversation that is not theirs."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_23_2240"
down_revision = "2026_11_23_2238"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add followers, and the wish to become one with an offer."""
    run_sql(__file__)
    fence_tables("conversation_follower")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
