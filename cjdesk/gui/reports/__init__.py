"""Page 统计: what a year came to, and the lists that go to the finance office."""
