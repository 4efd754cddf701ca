"""Published models that give back numbers of their papers, a folder each."""
