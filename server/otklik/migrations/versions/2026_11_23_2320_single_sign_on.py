"""Signing in through a provider of the company's own."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_23_2320"
down_revision = "2026_11_23_2315"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add providers, whom they know, ways that are begun, and the company's wish for nothing else."""
    run_sql(__file__)
    fence_tables("sso_provider", "sso_grant", "sso_identity", "sso_attempt")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
