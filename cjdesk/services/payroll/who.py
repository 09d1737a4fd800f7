"""Who signs, under the name this room knew it by."""

from cjdesk.services.who import name_of

__all__ = ["name_of"]
