"""What a desk keeps: issues, digests, corrections, users; in one file, or on a server."""

from service.store.issues import Naming
from service.store.orders import KeptOrder
from service.store.records import (
    ROLES,
    Changed,
    Day,
    Hit,
    Listing,
    Note,
    Role,
    Scorer,
    StoredIssue,
    Token,
    User,
    Wanted,
)
from service.store.store import Store

__all__ = [
    "ROLES",
    "Changed",
    "Day",
    "Hit",
    "KeptOrder",
    "Listing",
    "Naming",
    "Note",
    "Role",
    "Scorer",
    "Store",
    "StoredIssue",
    "Token",
    "User",
    "Wanted",
]
