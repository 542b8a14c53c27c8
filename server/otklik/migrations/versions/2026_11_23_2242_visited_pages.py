"""Where on the website a visitor has been."""

from otklik.migrations.beside import run_sql

revision = "2026_11_23_2242"
down_revision = "2026_11_23_2240"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the last pages of a visitor."""
    run_sql(__file__)


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
