"""The main road: from a hook call to an operator's answer."""

from otklik.migrations.beside import run_sql

revision = "2026_11_22_0700"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table of the main road with its indexes and row security."""
    run_sql(__file__)


def downgrade() -> None:
    """There is nothing before the first migration."""
    raise NotImplementedError
