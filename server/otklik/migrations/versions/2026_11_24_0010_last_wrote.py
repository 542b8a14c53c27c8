"""When a person last wrote by an address: windows for replies are counted from it."""

from otklik.migrations.beside import run_sql

revision = "2026_11_24_0010"
down_revision = "2026_11_23_2355"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the moment; of addresses that were there before nothing is known."""
    run_sql(__file__)


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
