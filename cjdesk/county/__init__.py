"""The county's side: intake, receipts, pages. No Qt."""
