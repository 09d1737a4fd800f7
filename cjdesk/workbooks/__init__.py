"""Excel in and out. Knows no tables."""
