"""What people are searched by, stored in the order of bytes, so that row security lets the indexes be used."""

from pathlib import Path

from alembic import op

revision = "2026_11_22_1030"
down_revision = "2026_11_22_0700"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the keys and their indexes, and drop the indexes they replace."""
    op.get_bind().exec_driver_sql(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
