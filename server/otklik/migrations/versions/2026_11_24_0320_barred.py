"""What messengers did when they were asked to keep a person away."""

from otklik.migrations.beside import run_sql

revision = "2026_11_24_0320"
down_revision = "2026_11_24_0300"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; nobody was asked before."""
    run_sql(__file__)


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
