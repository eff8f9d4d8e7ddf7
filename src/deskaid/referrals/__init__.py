"""The referral directory: listings, honest hours, import."""
