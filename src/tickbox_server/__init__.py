"""The reference server: thin handlers over a desk, pages for residents and the wall, a JSON API."""

from tickbox_server.app import create_app
from tickbox_server.settings import Settings

__all__ = ["Settings", "create_app"]
