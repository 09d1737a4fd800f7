"""What a person can do: plain functions that take a session and return frozen values."""
