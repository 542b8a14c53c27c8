"""What a row tells of its conversation, the order by beginning, and the unassigned of a team."""

from otklik.migrations.beside import run_sql

revision = "2026_11_23_2280"
down_revision = "2026_11_23_2264"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the mark of what came back, and the indexes of the new order and of the unassigned."""
    run_sql(__file__)


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
