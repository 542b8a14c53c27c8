"""Who changed a setting of the company is found without reading the whole audit."""

from otklik.migrations.beside import run_sql

revision = "2026_11_23_2264"
down_revision = "2026_11_23_2262"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    run_sql(__file__)


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
