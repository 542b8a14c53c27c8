"""Where a snoozed conversation comes back to."""

from otklik.migrations.beside import run_sql

revision = "2026_11_23_2300"
down_revision = "2026_11_23_2293"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the way back."""
    run_sql(__file__)


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
