"""Micro-renewal (微更新): gardens, gates, benches, paint; a preference unless it takes a motion."""

from tickbox_core import CategoryPolicy, hookimpl
from tickbox_micro_renewal.policy import Renewal, RenewalPolicy

__all__ = ["Renewal", "RenewalPolicy", "tickbox_categories"]


@hookimpl
def tickbox_categories() -> tuple[CategoryPolicy, ...]:
    """The micro-renewal category."""
    return (RenewalPolicy(),)
