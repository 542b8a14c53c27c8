"""The main road: from a hook call to an operator's answer."""

from pathlib import Path

from alembic import op

revision = "2026_11_22_0700"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table of the main road with its indexes and row security."""
    op.get_bind().exec_driver_sql(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """There is nothing before the first migration."""
    raise NotImplementedError
