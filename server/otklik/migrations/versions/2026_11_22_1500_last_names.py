"""The last word of a name, so that people are found by it."""

from pathlib import Path

from alembic import op

revision = "2026_11_22_1500"
down_revision = "2026_11_22_1400"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the key and its index."""
    op.get_bind().exec_driver_sql(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
