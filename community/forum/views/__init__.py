"""The forum's pages, HTTP only: what may be seen is in models, what may be done in policies."""
