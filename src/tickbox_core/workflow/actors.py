"""Who acts: an actor with a name and a role, made from a token or by the host, never from a form.

``Town.actor`` makes one from a token of staff or of an office.  A host that knows its own staff (a
portal's log-in, or the command line, whose user owns the folder) makes one itself.
"""

from __future__ import annotations

import unicodedata

import attrs

from tickbox_core.declarations import Role


@attrs.frozen
class Actor:
    """Who asks for an act; ``name`` stands in the sealed part of what is written.

    ``office`` is the office that gives a member or a representative the role.  ``grant`` is what
    the token hashes to that somebody came by, never the token; a host's own staff have none.  By it
    a transaction asks whether the token still stands.
    """

    name: str = ""
    role: Role = Role.ANYBODY
    office: str = ""
    grant: str = attrs.field(default="", eq=False, repr=False)

    @property
    def named(self) -> bool:
        """Whether it says who it is."""
        return bool(_plain(self.name))

    def is_same_person(self, other: Actor) -> bool:
        """Whether both go by one name, width, case and blanks aside: then it is one person."""
        return _plain(self.name) == _plain(other.name)


NOBODY = Actor()


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
