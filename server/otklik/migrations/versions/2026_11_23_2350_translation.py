"""A translation service of the company's own, and what it made of messages."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_23_2350"
down_revision = "2026_11_23_2345"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add services and translations."""
    run_sql(__file__)
    fence_tables("translation_service", "message_translation")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
