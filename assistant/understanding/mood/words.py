"""Words that tell a mood, each with how strongly: -3 to 3. No word of booking is among them: no, cancel, late, wait."""

_WORDS = {
    3: """
        adore adored amazing awesome blessed brilliant delicious delighted divine ecstatic excellent exceptional
        exquisite extraordinary fab fabulous fantastic faultless flawless gorgeous heavenly impeccable
        incredible legend legendary lifesaver loved magical magnificent marvellous marvelous
        mouthwatering outstanding overjoyed perfect perfection perfectly phenomenal scrumptious sensational
        spectacular splendid stellar stunning stupendous sublime superb superbly terrific thrilled unbeatable
        wonderful wonderfully yummy
    """,
    2: """
        abundance accommodating adorable ambiance ambience appetizing appreciated attentive attractive authentic
        beautiful beautifully beauty best bestest bliss blissful bravo breathtaking caring charm charming
        cheerful classy cleanest comforting comfy commend compliment complimented compliments congratulations
        considerate consistently cosy courteous cozy creamy creative crunchy deals delectable delicate
        deliciously delight delightful dependable dreamy effortless elegant enjoyable enjoyed entertaining
        enthusiastic epic exceeded exceeding excited exciting exemplary expertise expertly fabulously fave
        favorite favorites favourite favourites finest flaky flavorful flavourful fluffy fragrant fresh freshest
        friendliest friendly fulfilling fun gem generous gentle genuine genuinely glad gladly glorious goodness
        gourmet gracious grateful great greatest happier happiest happily happy heartfelt hearty heaven helpful
        hilarious homely homemade hooked hospitable immaculate impressed impressive innovative inspired
        inviting irresistible joy juicy kind knockout knowledgeable legit lively love lovely loves loving
        luscious lush luxurious memorable miracle nicer nicest nom outdone paradise passionate peaceful
        personable phenomenally picturesque pleasant pleasantly pleased pleasing pleasure plentiful plus
        polished polite praise praises pristine professional prompt promptly pros proud quaint rave raved
        recommend recommendation recommendations recommended refreshing relaxing reliable remarkable rewarding
        rocks romantic satisfaction satisfied satisfying savory savoury scrummy seamless sensible silky sincere
        skillful smiles smiling speedy spotless stars succulent sumptuous super superior sweetest sweetheart
        talented tastiest tasty tender thankful thorough thoughtful tops treasure treat tremendous trustworthy
        unforgettable unique upbeat vibrant warm warmth welcoming winner wonders wow yay yum
        yummiest zesty
    """,
    1: """
        accessible affordable agreeable airy ample appealing balanced bargain bonus breeze bright cheers choices
        classic clean comfortable complimentary consistent cool craving crisp crispy cute deal decent diverse
        easy efficient enjoy enjoying fancy filling flavored flavors flavour flavours fond generously good
        greeted healthy helped honest ideal imaginative inexpensive interesting moist neat nice nicely original
        perky popular premium reasonable reasonably recommending rich robust safe satisfactory seasoned
        selection signature simple skilled smart smoky smooth solid spacious special stylish sweet thanks thx
        tidy trendy upscale useful value variety vibe wide works
    """,
    -1: """
        bad bare basic bitter blah bland bleh boring burned burnt cheap chewy concern concerned confusing costly
        cramped crowded crude crusty dated dingy dirt disappointing drab dried dull faded flat forgettable
        gimmick gimmicky greasily greasy gummy harsh hassle hidden hmm impersonal lacked lacking lacks lame
        leftover leftovers limp lukewarm lumpy mediocre meh melted messy microwave mistakes odd oily okayish
        overcooked overdone overly overpower pale plain pushy queue rubbery runny sadly salty sauceless shame
        skimped slow smelly soggy sparse stale sticky strange stress stressed sub sugary tired tiring tough
        unclean uncomfortable underdone uninspired unremarkable wary watered watery weak weird wilted worse
    """,
    -2: """
        abrupt aggravating amateur amateurish angry annoyed annoying apathetic appalled arrogant attitude
        attitudes avoid barely beware blame bogus botched butchered careless chaos chaotic cheated cheeky
        clueless cockroach cockroaches complain complained complaining complaint complaints condescending
        congealed contaminated crabby cranky crap crappy creepy deceived deceptive defective deplorable
        depressing dirtiest dirty disappointed disappointment disapprove disaster disastrous discourteous
        disinterested dislike disliked dismal dismissive disorganised disorganized disrespect disrespectful
        dissatisfied distasteful dodgy downhill dreadful dreary drenched dumb dump embarrass embarrassed
        embarrassing embarrassment excuses expired fail failed failure fake fed fiasco filthy flavorless
        flavourless flies foul fraud frozen frustrate frustrated frustrating frustration fuming furious garbage
        grim grime grimy gristle gross grossed grumpy hairball harassed hate hated hates horrified hostile
        hostility humiliated icky ignorance ignorant ignore ignored ignores ignoring impatient impolite
        inadequate inattentive incompetent inconsiderate inconsistent indifferent inedible inefficient inept
        inexcusable inexcusably inferior infuriating insipid insult insulted insulting irate irresponsible
        irritated irritating jerk jerks joke junk lackluster lacklustre laughable lazy letdown liar lied lies
        lifeless livid loathe lousy mess messed microwaved miserable misleading misled mistreat mistreated mold
        moldy mould mouldy mush mushy nasty nauseous neglected negligent nightmare obnoxious offended offensive
        overbearing overcharged overpriced overrated oversalted overwhelmed pathetic patronising patronizing
        phony pissed pointless poison poisoning poor poorest pretentious puke rancid rats reeks reheated
        rejected ridiculous robbed rotten rotting rubbish rude rudely rudest rushed sarcastic scam scammer
        scammers scrap screwed shabby shady shambles shameful shocked shocking shoddy sickening silly skimpy
        slimy sloppy slowest smelled snarky snob snobby snotty sour spat spoiled spoilt stank stench stingy
        stinks stole stunk stupid subpar suck sucked sucks tacky tasteless tepid terribly toxic trash trashy
        tricked ugly unacceptable unapologetic unappealing unappetizing unbearable unbelievable uncaring
        uncooked undercooked underwhelmed underwhelming unfair unfit unfortunately unfriendly unhappy unhelpful
        unhygienic unimpressed uninspiring uninterested uninteresting unorganized unpleasant unprofessional
        unreliable unsanitary unsatisfied unsatisfying unseasoned untrained untrustworthy unwelcoming upset
        upsetting useless vomit vomited vulgar waste wasted wasting woeful worst wretched yelled yelling yuck
        yucky
    """,
    -3: """
        abysmal appalling arsehole asshole atrocious awful bastards bloody bollocks bullshit crooks damn
        despicable diabolical disgrace disgraceful disgusted disgusting dogshit ffs fuck fucked fuckin fucking
        ghastly goddamn hellish hideous hideously horrendous horrible horrid horrific idiot idiots imbecile
        inhumane monstrous moron morons nauseating nightmarish outrage outraged outrageous repulsive revolting
        shit shite shitty terrible thieves unforgivable vile wanker worthless wtf
    """,
}
WEIGHTS = {word: weight for weight, words in _WORDS.items() for word in words.split()}
"""How strongly a word speaks for a mood."""
_NEGATIONS = """
    no not never none nobody neither nor without hardly barely cannot cant can't don't dont doesn't doesnt didn't
    didnt isn't isnt wasn't wasnt aren't arent weren't werent won't wont wouldn't wouldnt couldn't couldnt shouldn't
    shouldnt haven't havent hasn't hasnt hadn't hadnt ain't lack lacked zero
"""
NEGATIONS = frozenset(_NEGATIONS.split())
"""They turn what follows within three words round."""
POLITE = frozenset({"thanks", "thx", "cheers", "thankful", "grateful", "sorry"})
"""Never turned round: "no thanks" is no complaint."""
_STRONG = """
    very really so absolutely totally completely extremely incredibly utterly such truly too highly insanely super
    beyond way soo sooo soooo seriously most
"""
STRONG = frozenset(_STRONG.split())
WEAK = frozenset({"somewhat", "slightly", "little", "bit", "kinda", "fairly", "rather", "quite", "pretty"})
EMOJI = {
    **dict.fromkeys("😀😃😄😁😊🙂😍🥰😘🤩😎🥳💖💕💗💛💚💙💜❤♥👍👏🙌🎉✨🌟⭐😂🤗💯😋", 1.0),
    **dict.fromkeys("😞😔😟😢😭😩😫💔🙄😒😑", -0.5),
    **dict.fromkeys("😠😡🤬😤👎🤮🤢😾", -2.0),
}
"""Tears are shed over a sick child as well: they tell little."""
