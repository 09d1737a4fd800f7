"""Page 水费: the month of the water schemes, and their households."""
