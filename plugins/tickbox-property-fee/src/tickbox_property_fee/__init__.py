"""Property-fee changes (物业调价) and the choice of a property firm (选聘物业).

A *fee class* is a kind of unit that pays one price (homes without a lift, shops, parking spaces).
The *fee* is money per m² and month (or per unit), in fen.  A tick on such an item is a preference
and binds nobody; changing the fee, or hiring a firm, takes an owners' motion.
"""

from tickbox_core import CategoryPolicy, hookimpl
from tickbox_property_fee.amounts import monthly, stage_fee
from tickbox_property_fee.fields import FeeClass, PropertyFee
from tickbox_property_fee.firm import Bidder, PropertyFirm, PropertyFirmPolicy
from tickbox_property_fee.policy import PropertyFeePolicy

__all__ = [
    "Bidder",
    "FeeClass",
    "PropertyFee",
    "PropertyFeePolicy",
    "PropertyFirm",
    "PropertyFirmPolicy",
    "monthly",
    "stage_fee",
    "tickbox_categories",
]


@hookimpl
def tickbox_categories() -> tuple[CategoryPolicy, ...]:
    """Fees, and firms."""
    return (PropertyFeePolicy(), PropertyFirmPolicy())
