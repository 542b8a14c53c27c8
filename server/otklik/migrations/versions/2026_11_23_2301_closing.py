"""What a conversation was about: topics, and fields asked at closing."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_23_2301"
down_revision = "2026_11_23_2300"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add topics and fields of conversations."""
    run_sql(__file__)
    fence_tables("topic", "conversation_attribute", "conversation_field")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
