"""Published models, one paper a module, with their numbers beside ours."""
