"""The rules of the office: money, months, ID numbers, pay. Standard library only."""
