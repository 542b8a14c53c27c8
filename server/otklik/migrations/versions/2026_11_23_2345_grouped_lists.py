"""Lists by groups, and the facts that rows of a saved view show."""

from otklik.migrations.beside import run_sql

revision = "2026_11_23_2345"
down_revision = "2026_11_23_2336"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both to saved views, and the indexes along which groups are walked."""
    run_sql(__file__)


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
