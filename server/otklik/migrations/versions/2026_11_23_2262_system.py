"""The system page tells which version the schema has."""

from otklik.migrations.beside import run_sql

revision = "2026_11_23_2262"
down_revision = "2026_11_23_2260"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let the machinery read the number of the last migration."""
    run_sql(__file__)


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
