"""What the antivirus said of stored files, and whether a company holds those that were not checked."""

from otklik.migrations.beside import run_sql

revision = "2026_11_23_2314"
down_revision = "2026_11_23_2313"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add verdicts of files, the wish of a company, and how the antivirus is."""
    run_sql(__file__)


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
