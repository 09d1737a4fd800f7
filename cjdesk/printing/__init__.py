"""What leaves on paper: one paint function per form."""
