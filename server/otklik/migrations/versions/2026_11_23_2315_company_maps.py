"""The maps a company looks at places on."""

from otklik.migrations.beside import run_sql

revision = "2026_11_23_2315"
down_revision = "2026_11_23_2314"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the choice of maps."""
    run_sql(__file__)


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
