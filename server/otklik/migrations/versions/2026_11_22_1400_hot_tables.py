"""The tables of the inbound road without checks that cannot fail."""

from otklik.migrations.beside import run_sql

revision = "2026_11_22_1400"
down_revision = "2026_11_22_1030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Drop the constraints."""
    run_sql(__file__)


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
