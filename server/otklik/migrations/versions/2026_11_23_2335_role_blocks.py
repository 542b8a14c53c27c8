"""What of the customer's card a role does not show."""

from otklik.migrations.beside import run_sql

revision = "2026_11_23_2335"
down_revision = "2026_11_23_2324"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the blocks to the roles of a company's own."""
    run_sql(__file__)


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
