"""The customers of a made-up past: who they are, and who of them comes next."""

from datetime import date, datetime
from random import Random

from assistant.booking.model import Service, Shop
from assistant.demo.demand import rank_services
from assistant.demo.model import Customer

_GIVEN = """
    Aisha Alan Amelia Andrew Anna Arthur Beth Brian Carla Carol Clare Colin Daisy Daniel Deborah Dennis Ella Emily Erik
    Esther Fatima Fiona Frank George Gita Grace Graham Hannah Harriet Harry Helen Ian Imogen Isla Jack James Jasmine
    Joan Joe John Joyce Karen Keith Kirsty Laura Leila Liam Lucy Luke Maria Mark Martha Megan Milo Nadia Neil Nina Noah
    Olive Oscar Owen Paula Peter Petra Priya Rachel Ravi Rosa Ruth Sam Sara Sean Sofia Stella Thea Tom Uma Victor Wendy
    Yusuf Zoe
"""
_FAMILY = """
    Abbot Ahmed Baker Barlow Bell Carter Chen Clarke Cole Dalton Doyle Evans Farrow Flynn Gill Grant Hale Hughes Iyer
    Jones Kaur Kelly Lane Lopez Marsh Moss Nolan Okoro Page Patel Quinn Reid Rossi Shaw Singh Stone Tan Vance Wade West
"""
GIVEN, FAMILY = _GIVEN.split(), _FAMILY.split()
LOOKED_AT = 14
"""Among so many customers the shop finds the one who is due: it is busy people who come, not everybody in turn."""
DUE = 0.7
"""From this part of their rhythm on they may come again."""
COMES_BACK = 0.86
"""How often somebody who is due is the one who writes."""
FAVOURITE = 0.68
"""How often they want what they always want."""
RHYTHMS = (21, 28, 28, 35, 42, 56, 84)
DRAMA_NUMBERS = "+447700900"
"""The numbers set aside for made-up people (Ofcom, 07700 900000 to 900999)."""
NUMBERS = 1000
LAST_VISITS = 3
LIKES_SOMEBODY = 0.6
"""Which part of the customers like to go to one person, ..."""
TIDY = 0.6
"""... writes with capitals, ..."""
GIVES_FAMILY_NAME = 0.45
"""... and gives a family name."""


class People:
    """Everybody who has ever come, in the order in which they did."""

    def __init__(self, shop: Shop, random: Random) -> None:
        self._shop, self._random = shop, random
        self._ranks = rank_services(shop)
        self.all: list[Customer] = []

    def find_comer(self, day: date, at: datetime) -> Customer:
        """Return who wants to come on a day: somebody whose time it is, or somebody new."""
        due = max(self._sample(), key=lambda one: _rate_due(one, day), default=None)
        if due and _rate_due(due, day) >= DUE and self._random.random() < COMES_BACK:
            return due
        return self._meet(at)

    def find_asker(self) -> Customer | None:
        """Return somebody with a question, or None as long as nobody has come."""
        return self._random.choice(self.all) if self.all else None

    def choose_service(self, customer: Customer) -> Service:
        """Return what a customer wants this time."""
        if self._random.random() < FAVOURITE:
            return self._shop.find_service(customer.service_id)
        return self._draw_service()

    def _sample(self) -> list[Customer]:
        return self._random.sample(self.all, min(LOOKED_AT, len(self.all)))

    def _draw_service(self) -> Service:
        offered = self._shop.offered_services
        return self._random.choices(offered, [self._ranks[s.id] for s in offered])[0]

    def _meet(self, at: datetime) -> Customer:
        random, service = self._random, self._draw_service()
        people = self._shop.find_people(service)
        return Customer(
            number=len(self.all),
            name=self._draw_name(),
            phone=f"{DRAMA_NUMBERS}{random.randrange(NUMBERS):03}" if self._shop.ask_phone else "",
            since=at,
            service_id=service.id,
            person_id=random.choice(people).id if people and random.random() < LIKES_SOMEBODY else None,
            hour=random.triangular(9, 20, 14),
            rhythm_days=random.choice(RHYTHMS),
            warmth=random.gauss(0.15, 0.35),
            is_tidy=random.random() < TIDY,
        )

    def keep(self, customer: Customer, day: date) -> None:
        """Remember who came, and when; whoever found no time has not been here."""
        if customer.number == len(self.all):
            self.all.append(customer)
        customer.booked_on = (*customer.booked_on[-LAST_VISITS + 1 :], day)

    def _draw_name(self) -> str:
        given = self._random.choice(GIVEN)
        return f"{given} {self._random.choice(FAMILY)}" if self._random.random() < GIVES_FAMILY_NAME else given


def _rate_due(customer: Customer, day: date) -> float:
    """Return how long ago the visit nearest to a day is, or how far ahead, in parts of the customer's rhythm."""
    return min((abs((day - one).days) for one in customer.booked_on), default=0) / customer.rhythm_days
