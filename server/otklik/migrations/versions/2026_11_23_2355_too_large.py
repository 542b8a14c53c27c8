"""Whether files open that are too large for the antivirus."""

from otklik.migrations.beside import run_sql

revision = "2026_11_23_2355"
down_revision = "2026_11_23_2354"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the company's wish."""
    run_sql(__file__)


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
