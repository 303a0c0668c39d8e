"""Word lists that several readers share: words too common to be a mistyped name, numbers, words that are no name."""

from assistant.understanding.mood.words import WEIGHTS

_NUMBER_WORDS = """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty
"""
_ORDINAL_WORDS = "first second third fourth fifth sixth seventh eighth ninth tenth"
_ORDINAL_FIGURES = "1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th"

NUMBERS = {word: number for number, word in enumerate(_NUMBER_WORDS.split(), start=1)}
"""one to twenty."""

ORDINALS = {
    word: number for words in (_ORDINAL_WORDS, _ORDINAL_FIGURES) for number, word in enumerate(words.split(), start=1)
} | {"last": -1}
"""first, 1st ... tenth, 10th; last is -1."""

_TIME_WORDS = """
    today tomorrow tonight yesterday morning noon midday lunchtime afternoon evening night midnight day days week weeks
    weekend weekends month months year years hour hours hr hrs minute minutes min mins monday tuesday wednesday thursday
    friday saturday sunday mon tue tues wed weds thu thur thurs fri sat sun january february march april may june july
    august september october november december jan feb mar apr jun jul aug sep sept oct nov dec oclock early late
    earlier later soon sooner asap now then when date dates time times ago am pm christmas easter
"""

_FUNCTION_WORDS = """
    a about above across after afterwards again against all almost alone along already also although always am among an
    and another any anybody anyhow anymore anyone anything anytime anyway anywhere are aren't around as at away back
    bad be became because been before behind being below beside between beyond both but by came can can't cannot come
    comes coming could couldn't did didn't do does doesn't doing don't done down due during each either else enough
    etc even ever every everybody everyone everything except far few for from further get gets getting go goes going
    gone gonna got had hadn't has hasn't have haven't having he hello hence her here hers herself hey hi him himself his
    how however i i'd i'll i'm i've if im in instead into is isn't it it's its itself just kind last least less let
    let's like likely made make makes making many maybe me mean means might mine more most much must my myself near
    need needed needing needs neither never next nice no nobody none nope nor not nothing of off often oh ok okay old on
    once one ones only onto or other others our ours out over own per perhaps please plus put quite rather re really
    right said same saw say says see seem seen she should shouldn't since so some somebody someone something sometime
    somewhere still such sure take taken than thank thanks that that's the their theirs them there there's these they
    they're thing things this those though through till to together too toward towards try trying two under until up
    upon us use used using very via want wanted wanting wants was wasn't way we we'd we'll we're well went were weren't
    what what's whatever where whether which while who who's whoever whole whom whose why will with within without won't
    would wouldn't yeah yep yes yet yo you you'd you'll your yours yourself
"""

_OTHER_WORDS = """
    able actually added address adult adults afraid after agent ah allergic amazing angry annoyed answer anxious
    appointment appointments appt apt arrange arrive arriving ashamed ask asked asking availability available aware
    awesome aye baby balance bald barber barbers based bc beautiful being best better between big bit blonde book
    booked booking bookings booth boy brilliant bring brother busy bye call called calling cancel cancelled cant car
    card cards care cash celiac chair chance change changed chat cheap check cheers child children chin clean clear
    close closed code coeliac cold colleague coming confirm confirmed confused cool cost costs couple coz crazy cu
    currently customer cuz cya dad damn daughter deal dear definitely delighted desk detail details diary difference
    different dinner direct disabled disappointed doctor dog done door double downstairs dress driving drop dry dunno
    ear easy eat either email emergency engaged enquiring er exact exactly excellent excited extra extremely eye face
    family fan fancy fast father feel feeling feet few find fine finish finishing first fit fix flat food forget forgot
    form four free friend friends front fuck full fully fun future gentleman getting ginger girl girlfriend give glad
    gluten good gotta grateful great green group grown guest guests guy guys haha hair half hand happy hard hate having
    head heads hear heard hell help high hiya hmm hold home hoping hot house howdy human hungry hurry hurt husband idea
    ill important inquiring inside interested intolerant issue itchy job k keen keep keeping kid kids kind kk know
    lactose ladies lady large leave leaving left length light line list little live local lol long look looking lost
    lot lots love loved lovely low luck lunch mad man manager married massive mate matter meaning medium meet meeting
    men menu message messaging met mind minus miss missed mistake mobile mom money morn mother move moved much mum n
    nah name names nay need needing nervous new news nice noise note number nurse nut nuts odd offer offers oil oops
    open opening operator option options order ought outside paid pain parent parked parking part partner party pax pay
    people perfect person phone pick place plan planning plans pleased pls plse plz point poor possible ppl prefer
    preference pregnant price prices problem quick quickly quiet quite quote r rain rate ready real reason receipt ref
    reference regular remove request reschedule reservation rest restaurant retired review ridiculous ring room rude
    run running sad safe salon same save schedule scheduled seat seats second send sense sent service services session
    set shall share shit shop short show shown sick side sign silly single sir sister sit size skin slot slots slow
    small sms someone son sorry sort sounds space spare speak spell split spot stand start starting state stay stop
    store strange struggling stuck student style stylist sunny super support supposed swap sweet switch ta table talk
    tall teacher tell terrible terribly test text texting thankful thinking third tho thought three thx tight tired
    told top total totally touch town train traveling travelling treat trim trouble true trust turning ty type u uh um
    unable unhappy unsure upset upstairs ur urgent useless usual vegan vegetarian view visit visiting voucher w wait
    waiting walk wanna wanting wash water wear weather wedding weird welcome wet wife woman women wonder wondering word
    words work working works worry worse worst worth wow write wrong ya ye yh young yup correct
"""

COMMON_WORDS = frozenset((_TIME_WORDS + _FUNCTION_WORDS + _OTHER_WORDS).split()) | frozenset(NUMBERS)
"""Words that are themselves, not a mistyped "Chen", "Amy" or "trim"."""

FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
"""Common words that say nothing by themselves."""

STRUCTURE_WORDS = frozenset((_TIME_WORDS + _FUNCTION_WORDS).split()) | frozenset(NUMBERS)
"""Common words that hold a sentence together, and those of time: no capital makes them a name."""

_SURNAMES_THAT_ARE_WORDS = """
    young park parks long small short little kid booth page price friend guest head hill love light sweet barber baker
    cook king march may june august noon winter winters strange style styles word words wash waters person hand house
    home save day monday friday sunday summer summers early west rose english
"""

SURNAMES_THAT_ARE_WORDS = frozenset(_SURNAMES_THAT_ARE_WORDS.split())
"""Common words that are also surnames: after a first name, where a name is told as such."""

_NAMES_THAT_ARE_WORDS = """
    will mark jan may april june august grace hope joy faith rose art drew sue pat jack dawn summer autumn rich frank
    bill guy dean grant sunny miles penny ruby lil
"""

NAMES_THAT_ARE_WORDS = frozenset(_NAMES_THAT_ARE_WORDS.split())
"""Common words that are also people's first names: after "I'm" they are names, alone they are not."""

SCORN_FROM = -2
"""Words of this weight and below are said of things and people in anger: "this is rubbish" introduces nobody."""

NOT_NAMES = (COMMON_WORDS - NAMES_THAT_ARE_WORDS) | {w for w, weight in WEIGHTS.items() if weight <= SCORN_FROM}
