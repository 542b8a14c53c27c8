"""The second factor of signing in, and whether the company asks for it."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_23_2260"
down_revision = "2026_11_23_2250"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add second factors with their recovery codes, and the company's wish."""
    run_sql(__file__)
    fence_tables("second_factor", "recovery_code")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
