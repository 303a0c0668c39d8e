"""Describe a booking from its row."""

from assistant.booking.bookings import Booking
from assistant.booking.model import Service
from assistant.booking.wanted import Wanted
from assistant.responses.formats import Formats


class Describe:
    """Puts a booking, or a wish for one, into words."""

    def __init__(self, formats: Formats) -> None:
        self.formats = formats

    def facts(self, booking: Booking) -> dict[str, str]:
        """Return the facts of a booking by the names that texts use: what, day, clock, name, code."""
        return {
            "what": self.what(booking),
            "day": self.formats.day(self.formats.civil_day(booking.starts_at)),
            "clock": self.formats.clock(booking.starts_at),
            "name": booking.name,
            "code": booking.code,
        }

    def what(self, booking: Booking) -> str:
        """Return "Haircut with Ana", and for how many where that is more than one."""
        person = booking.find_person(self.formats.shop)
        return self._what(booking.service_id, person.name if person else None, booking.party_size)

    def what_with(self, booking: Booking, person_id: int | None) -> str:
        """Return the same with another person, or with nobody in particular."""
        name = self.formats.shop.find_resource(person_id).name if person_id is not None else None
        return self._what(booking.service_id, name, booking.party_size)

    def what_alone(self, booking: Booking) -> str:
        """Return the same without the person."""
        return self._what(booking.service_id, None, booking.party_size)

    def wanted(self, wanted: Wanted) -> str:
        """Return the same for a wish."""
        shop = self.formats.shop
        person = shop.find_resource(wanted.resource_id).name if wanted.resource_id is not None else None
        first = self._what(wanted.service_id, person, wanted.party_size)
        return self.formats.join([first, *(shop.find_service(s).name for s in wanted.then)], "and")

    def booking(self, booking: Booking) -> str:
        """Return "Haircut with Ana on Tuesday 24 November at 3pm"."""
        facts = self.facts(booking)
        return self.formats.text("what", "booking", what=facts["what"], day=facts["day"], clock=facts["clock"])

    def booking_for(self, booking: Booking, asked_by: str) -> str:
        """Return the same, and for whom where that is somebody else than who asks: "..., for Tom"."""
        described = self.booking(booking)
        if not booking.name or not asked_by or booking.name == asked_by:
            return described
        return self.formats.text("what", "booking_for", booking=described, name=booking.name)

    def details(self, booking: Booking) -> str:
        """Return "45 min, £38"."""
        duration = self.formats.duration(booking.ends_at - booking.starts_at)
        return self.formats.text("what", "details", duration=duration, price=self.price(booking))

    def price(self, booking: Booking) -> str:
        """Return ", £38", or nothing where the price is not fixed."""
        return self._comma_price(booking.price_minor)

    def amount(self, minor: int | None) -> str:
        """Return the same for an amount in the currency's minor unit."""
        return self._comma_price(minor)

    def list_price(self, service: Service) -> str:
        """Return ", £38", or ", £14 each" where each head of a party pays; nothing where the price is not fixed."""
        return self._comma_price(service.price_minor, "price_each" if service.price_per_person else "price")

    def _comma_price(self, minor: int | None, key: str = "price") -> str:
        return "" if minor is None else self.formats.text("what", key, price=self.formats.price(minor))

    def _what(self, service_id: int, person: str | None, party_size: int) -> str:
        service = self.formats.shop.find_service(service_id).name
        key = "service_with" if person else "service"
        party = self.formats.text("what", "party", party=self.formats.party(party_size)) if party_size > 1 else ""
        return self.formats.text("what", key, service=service, person=person) + party
