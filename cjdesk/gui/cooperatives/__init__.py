"""Page 合作社: the tree of labour co-operatives, their members and teams."""
