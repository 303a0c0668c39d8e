"""The tables. What Tortoise cannot say (exclusion, checks, partial indexes, triggers) is SQL in `migrations/`.

Every table carries `business`, so that a fleet of shops can be spread over servers. Enumerations are text with a
CHECK. Nothing is deleted by cascade. Durations are whole minutes, instants are `timestamptz` in UTC, civil hours are
minutes after midnight of the civil day.
"""

from assistant.storage.models.diary import Booking, BookingEvent, BookingSeries, Occupancy
from assistant.storage.models.insight import FaqEntry, FaqGap, Rating
from assistant.storage.models.messages import (
    ChannelAccount,
    Conversation,
    Customer,
    CustomerAddress,
    InboxMessage,
    OutboxMessage,
)
from assistant.storage.models.shop import (
    Business,
    DateOverride,
    Leave,
    Location,
    OpeningHours,
    Policy,
    Resource,
    Service,
    ServiceResource,
    WorkingHours,
)

__all__ = [
    "Booking",
    "BookingEvent",
    "BookingSeries",
    "Business",
    "ChannelAccount",
    "Conversation",
    "Customer",
    "CustomerAddress",
    "DateOverride",
    "FaqEntry",
    "FaqGap",
    "InboxMessage",
    "Leave",
    "Location",
    "Occupancy",
    "OpeningHours",
    "OutboxMessage",
    "Policy",
    "Rating",
    "Resource",
    "Service",
    "ServiceResource",
    "WorkingHours",
]
