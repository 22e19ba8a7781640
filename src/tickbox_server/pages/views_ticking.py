"""What the pages from the list to the receipt show, and the receipt check (as ``views``)."""

from __future__ import annotations

import attrs

from tickbox_server.pages.views import GroupView, ItemView, RoundView
from tickbox_server.pages.views_look import LookView


@attrs.frozen
class PartLimitView:
    """A limit on one tier or category: between ``least`` and ``most`` of its ticks."""

    words: str
    least: int
    most: int | None


@attrs.frozen
class CartView:
    """The money cart: what a ballot may spend and what its ticks cost so far, in fen and words.

    ``prices`` stand beside their ticks; ``over`` where it is too much.
    """

    budget: int
    prices: tuple[tuple[str, int], ...]
    words: str
    over: bool


@attrs.frozen
class ListView:
    """``list.html``: the list, to be read and, while ticking is open, ticked.

    Between ``least`` and ``most`` ticks may be set (``None``: no limit).  ``error`` explains in
    place what is to be undone; everything ticked stays ticked.  ``fresh``: opened by its address,
    so a script may bring back ticks that were left half-way.  ``parts`` limit single tiers and
    categories: ``parts_of`` says by item which of them it counts for, by their places.
    """

    round: RoundView
    groups: tuple[GroupView, ...]
    review_url: str
    ticked: int
    least: int
    most: int | None
    look: LookView
    error: str | None = None
    fresh: bool = False
    parts: tuple[PartLimitView, ...] = ()
    parts_of: tuple[tuple[str, str], ...] = ()
    cart: CartView | None = None


@attrs.frozen
class ReviewView:
    """``review.html``: "you ticked these"; a code is asked for where codes are the identity.

    ``sign_in_url`` is where a host's own identity sends whoever it does not know.  ``key`` has to
    come back with the ballot: it is what makes pressing twice safe.  ``typed`` is a code that was
    typed before the page was asked for in another type or language.
    """

    round: RoundView
    items: tuple[ItemView, ...]
    key: str
    asks_code: bool
    confirm_url: str
    look: LookView
    sign_in_url: str | None = None
    error: str | None = None
    typed: str = ""
    cart: CartView | None = None


@attrs.frozen
class ConfirmView:
    """``confirm.html``: the same items with the household's own figures; the last press.

    ``code`` has to come back as it is: a ticket that stands for the typed code for a quarter of an
    hour (empty where a host's own identity knows who it is).  ``replaces`` tells that an earlier
    ballot of this slot will count no longer, ``homes_show`` that anybody will be able to see which
    ballots come from one home.
    """

    round: RoundView
    items: tuple[ItemView, ...]
    key: str
    code: str
    cast_url: str
    replaces: bool
    look: LookView
    homes_show: bool = False
    error: str | None = None
    cart: CartView | None = None


@attrs.frozen
class ReceiptView:
    """``receipt.html``: the ballot is kept; what was ticked is not shown.

    ``counted`` is false where a later ballot of the same slot has taken its place.  ``picture_url``
    is a picture of code and QR to keep.  ``proof`` is the whole receipt as JSON, for the recount;
    ``None`` where the page was asked for anew by the code.
    """

    round: RoundView
    code: str
    counted: bool
    number: int
    size: int
    picture_url: str
    receipt_url: str
    look: LookView
    proof: str | None


@attrs.frozen
class CheckedView:
    """What a receipt's ``code`` tells; ``found`` is false for one that nobody was given.

    ``voided`` says why what it was cast for does not hold any more.
    """

    code: str
    found: bool
    counted: bool = False
    revision: int = 0
    number: int = 0
    size: int = 0
    root: str = ""
    voided: str = ""


@attrs.frozen
class CheckView:
    """``check.html``: does my ballot count?  ``follow_url`` once there is a result to follow."""

    round: RoundView
    look: LookView
    typed: str = ""
    answer: CheckedView | None = None
    follow_url: str = ""


@attrs.frozen
class BecameView:
    """What became of one tick: its place, share and reason.

    ``chosen`` and ``stands`` as in a ``PlacedView``; ``fixed`` once the annual list is.
    """

    title: str
    option: str | None
    rank: int
    ticks: int
    percent: str
    denominator: int
    base: str
    why: str
    chosen: bool | None
    stands: bool | None
    fixed: bool

    @property
    def beside(self) -> bool:
        """Whether it was decided beside the count, and otherwise."""
        return self.stands is not None and self.stands != bool(self.chosen)

    wall_url: str


@attrs.frozen
class FollowView:
    """``follow.html``: a ballot's ticks and what became of each, once the result is published.

    ``found`` is false for a code that no ballot has, ``counted`` where a later one counts instead:
    then nothing is shown of its ticks, because nothing became of them.
    """

    round: RoundView
    typed: str
    found: bool
    counted: bool
    became: tuple[BecameView, ...]
    look: LookView
