"""Page 工资: compute, look, ask why, lock, approve, print, make the bank file."""
