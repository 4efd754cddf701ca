"""The lab in a page: the same equations and the same random numbers as in Python, without a server."""
