"""Conversations that are put off even if the customer writes."""

from otklik.migrations.beside import run_sql

revision = "2026_11_23_2336"
down_revision = "2026_11_23_2335"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the wish to conversations."""
    run_sql(__file__)


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
