"""Views for profiles, settings and display choices."""
