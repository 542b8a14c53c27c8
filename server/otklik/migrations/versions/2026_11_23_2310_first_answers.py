"""How long first answers take, found by the chat they were given in."""

from otklik.migrations.beside import run_sql

revision = "2026_11_23_2310"
down_revision = "2026_11_23_2303"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add an index of the first answers of each inbox."""
    run_sql(__file__)


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
