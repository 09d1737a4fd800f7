"""Water fees (domain.md 4.5): bills, meter readings and receipt numbers, in whole fen, litres and 1/1000 yuan."""
