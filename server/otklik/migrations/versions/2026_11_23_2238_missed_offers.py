"""Whom nobody hears is away."""

from otklik.migrations.beside import run_sql

revision = "2026_11_23_2238"
down_revision = "2026_11_23_2236"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the company's number of missed offers, and what they are counted by."""
    run_sql(__file__)


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
