"""What the folder of mentions is read by."""

from otklik.migrations.beside import run_sql

revision = "2026_11_23_2236"
down_revision = "2026_11_23_2234"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add an index by time."""
    run_sql(__file__)


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
