"""Save searches, and notify members of what is new in them."""

from community.home.operations.new_results import notify_of_new_results
from community.home.operations.saved_searches import remove_search, save_search

__all__ = ["notify_of_new_results", "remove_search", "save_search"]
