"""What people are searched by, stored in the order of bytes, so that row security lets the indexes be used."""

from otklik.migrations.beside import run_sql

revision = "2026_11_22_1030"
down_revision = "2026_11_22_0700"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the keys and their indexes, and drop the indexes they replace."""
    run_sql(__file__)


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
