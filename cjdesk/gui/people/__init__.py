"""Page 人员: one person, one card, everything known."""
