"""Recipients in a draft."""

from otklik.migrations.beside import run_sql

revision = "2026_11_23_2250"
down_revision = "2026_11_23_2242"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the recipients of a reply by e-mail to its draft."""
    run_sql(__file__)


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
