"""What English words have to do with each other, in questions to a shop: which say little, and which say the same.

The tables are general: a word stands here because customers of any shop use it so.
"""

_LITTLE = """
    a about actually after all also always am an and any anybody anyone anything are as ask asked asking at away back be
    because been before being but by came can cannot come could curious did do does doing done each ever for from get
    gets getting give given go goes going gone got gotten had has have having he hello help her here hey hi him his how
    i if in into is it its just keep kind kindly know let like look looking make many may maybe me might mine more most
    much must my myself need needed needing needs no not now of off oh ok okay on one ones only or other our out over
    particular please possible put really said same say says see seem seems shall she should show so some somebody
    someone something still such sure take taken tell than thank thanks that the their them then there these they thing
    things think this those through to told too try trying understand up us use used using very want wanted wants was
    way we well were what which whatever whose will with within without wonder wondering would yes yet you your
    yours explain find idea question questions able u r ur im ive id pls plz thx
"""
LITTLE = frozenset(_LITTLE.split())
"""Words that say little of what a question is about; they still tell two questions about the same thing apart."""

ASKING = frozenset(["when", "where", "why", "who"])
"""What is asked of a thing: these say more than other words that say little."""

_IRREGULAR = """
    bought:buy brought:bring broke:break broken:break chose:choose drank:drink drove:drive
    eaten:eat ate:eat fell:fall fallen:fall feet:foot found:find forgot:forget forgotten:forget frozen:freeze
    froze:freeze
    gave:give grew:grow held:hold kept:keep knew:know left:leave lent:lend lost:lose made:make meant:mean men:man
    women:woman paid:pay people:person ran:run sold:sell sent:send shut:shut slept:sleep spent:spend spoke:speak
    spoken:speak stolen:steal stole:steal taught:teach teeth:tooth thought:think threw:throw took:take wore:wear
    worn:wear wrote:write written:write children:child kids:kid babies:baby longest:long lowest:low highest:high
    cheapest:cheap cheaper:cheap latest:late earliest:early earlier:early later:late biggest:big smallest:small
    best:good better:good nearest:near closest:near shoes:shoe goes:go dying:die lying:lie
"""
IRREGULAR = dict(pair.split(":") for pair in _IRREGULAR.split())
"""Forms that no rule takes back to their word."""

_CONCEPTS = """
    price cost fee charge tariff pricing quote expensive cheap pricey rate howmuch
    free complimentary gratis
    pay payment
    buy purchase
    sell stock
    wrong incorrect mistake error false inaccurate
    cancel revert reverse terminate undo
    refuse reject decline deny
    limit maximum max restriction restrict cap
    minimum min least low
    lose missing misplace
    steal theft thief rob mug
    break damage crack bend bent smash ruin
    phone mobile telephone cellphone smartphone
    arrive arrival delivery deliver receive
    send ship mail post dispatch
    duration wait last howlong
    confirm verify verification
    cash coin note
    cheque check
    refund reimburse reimbursement
    location address located situated directions
    parking park garage
    bus tram train tube metro underground station
    toilet restroom bathroom loo washroom
    pet dog cat animal puppy
    child kid baby toddler infant
    wifi internet wireless online broadband wlan
    television tv telly
    wheelchair disabled accessible accessibility stepfree ramp lift elevator
    voucher coupon
    discount promotion reduction concession
    deposit prepay prepayment upfront
    vegan vegetarian veggie meatless
    allergy allergic allergen intolerance intolerant
    alcohol wine beer cocktail
    menu dish food meal
    hours open opening close closing shut closed
    large big
    small little tiny
    fast quick quickly soon asap express urgent
    expire expiry expiration
    second another extra additional spare
    foreign abroad international overseas
    holiday vacation
    automatic automatically auto
    function functional operate
    issue problem trouble fault
    permit allow
    insurance insure cover
    job vacancy hiring career
    owner boss manager
    staff employee team
    colour color dye tint
    ill sick unwell
    wash clean cleaning laundry
    change alter modify
    access enter entrance entry
    card visa mastercard amex debit credit
    customer client guest
    policy rule
    ingredient contain
    photo picture image
    website site webpage
        stay overnight
    breakfast brunch
    reviews review rating feedback
"""
CONCEPTS = {word: f"={line.split()[0]}" for line in _CONCEPTS.strip().splitlines() for word in line.split()}
"""Words that ask for the same, by what they ask for."""

PHRASES = {
    "how much time": "howlong",
    "how many hours": "howlong",
    "how many minutes": "howlong",
    "how many days": "howlong",
    "how many weeks": "howlong",
    "how long": "howlong",
    "how much": "howmuch",
    "how often": "howoften",
    "how many": "howmany",
    "how come": "why",
    "what time": "when",
    "what date": "when",
    "what day": "when",
    "which day": "when",
    "wi fi": "wifi",
    "car park": "parking",
    "gift card": "gift voucher",
    "step free": "stepfree",
    "turned down": "refuse",
    "turn down": "refuse",
    "top up": "topup",
    "topping up": "topup",
    "topped up": "topup",
    "e mail": "email",
    "web site": "website",
    "check in": "checkin",
    "check out": "checkout",
    "walk in": "walkin",
    "walk ins": "walkin",
    "no show": "noshow",
    "take out": "takeaway",
    "take away": "takeaway",
    "as soon as possible": "fast",
}
"""Several words that are one, and questions after a number, which say more than their words."""
