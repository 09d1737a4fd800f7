"""Page 上报: seal what the month has to report, hand it out, take the county's answers in."""
