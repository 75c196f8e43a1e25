"""What publishing remembers: one function for each thing that is remembered."""

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what each of them needs."""
