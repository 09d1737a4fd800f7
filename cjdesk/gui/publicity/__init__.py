"""Page 公示: notices on the wall, what people object, people who are to take a post."""
