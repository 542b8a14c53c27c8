"""What the card of a customer holds: fields of the company's own, notes, consents, the organisation, the VIP mark."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_22_2140"
down_revision = "2026_11_22_2130"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables of fields, notes and consents, and the columns of the contact."""
    run_sql(__file__)
    fence_tables("contact_attribute", "contact_note", "contact_consent")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
