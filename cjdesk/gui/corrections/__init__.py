"""更正: what locked months should have paid by what is known now."""
