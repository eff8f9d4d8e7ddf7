"""deskaid: first words, referrals and private notes for a library's front desk."""

__version__ = "0.1.0"
