"""Property-fee changes (物业调价): what each household would pay, before anybody ticks.

A *fee class* is a kind of unit that pays one price (homes without a lift, shops, parking spaces).
The *fee* is money per m² and month, in fen.  A tick on such an item is a preference and binds
nobody; changing the fee takes an owners' motion.
"""

from tickbox_core import CategoryPolicy, hookimpl
from tickbox_property_fee.amounts import monthly
from tickbox_property_fee.fields import PropertyFee
from tickbox_property_fee.policy import PropertyFeePolicy

__all__ = ["PropertyFee", "PropertyFeePolicy", "monthly", "tickbox_categories"]


@hookimpl
def tickbox_categories() -> tuple[CategoryPolicy, ...]:
    """The property-fee category."""
    return (PropertyFeePolicy(),)
