"""Our own reactions on messages."""

from otklik.migrations.beside import run_sql

revision = "2026_11_23_2291"
down_revision = "2026_11_23_2290"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add how far a reaction of ours has come."""
    run_sql(__file__)


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
