"""Updates from a stick and the way back, from the menu 帮助."""
