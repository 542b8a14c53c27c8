"""The tables of the inbound road without checks that cannot fail."""

from pathlib import Path

from alembic import op

revision = "2026_11_22_1400"
down_revision = "2026_11_22_1030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Drop the constraints."""
    op.get_bind().exec_driver_sql(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
