"""Function words: the small words of English that name nothing themselves."""

DETERMINERS = frozenset(
    """the a an this that these those his her my their our your its some all any each every both another
    other""".split()
)
POSSESSIVES = frozenset("his her my their our your its whose".split())
FUNCTION = frozenset(
    """nan inf zero wait overall meant mean means mind sorry stop stops ev percent point points notch
    notches degree degrees i you he she it we they me him them us is are was were be been being am do
    does did done has have had having will would can could should may might must shall to of in on at by
    for from with into onto over under above below near next beside between around about against across
    along through during before after behind beyond inside outside within without upon off out up down
    and or nor but so if then than as that which who whom whose what when where while because since
    until although though not no yes ok okay please thanks also too very just only even still yet again
    already always never ever here there now more most less least much many few lot bit little some any
    such same own other another each every all both either neither one two three four five third
    thirds quarter quarters i'm i'd i've
    it's that's there's let's don't doesn't isn't aren't wasn't won't can't couldn't wouldn't shouldn't
    you're you've you'd he's she's we're they're like um uh hmm oh well hey hi hello maybe perhaps
    possibly probably really quite rather pretty somewhat kind sort somehow however therefore anyway
    else instead how why am got get gets getting gotten goes going gone see seen seeing looks look looked
    looking seem seems seemed feel feels felt think thought find found know known say says said want
    wanted try trying use used using come comes came stand stands make makes made makes put let help
    helps helped bring brings brought work works need way far close towards toward upside having doing
    being able possible sure hard easy good better best bad worse worst nice great im id ill ive thats
    dont doesnt isnt cant wont u ur pls plz thx em ya yeah nope etc e.g i.e s t m d ll re ve wish wonder
    guess believe hope first second last next new old ones alone alright
    away whoa woah wow ooh ouch yikes jeez gosh omg dang damn oops ahh aha hah hahaha hmmm mmm eww yuck lmao nvm nm
    nah meh ugh eh er hm mm yay became become becomes turned
    coming showing appearing creeping
    idk imo imho innit tbh bro mate dude huh
    yea yup tho gonna wanna gotta lemme btw lol haha slightly especially mostly mainly right left""".split()
)
PREPOSITIONS = frozenset(
    """of in on at by for from with into onto over under above below near beside between around against
    across along behind beyond inside outside within upon off to""".split()
)
