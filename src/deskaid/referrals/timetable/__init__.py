"""Hours as spans: read from text, told in words, at any time. Its door is `referrals.hours`."""
