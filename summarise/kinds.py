"""Names things of the kinds that questions name: who asks for a weapon is shown the bottle, said to be one perhaps."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from summarise.checks.lemmas import lemma
from summarise.text import words

OF_ITS_KIND = 0.9  # of the weight of a word: a thing of the kind that it names stands in its place

# What names a kind, before the colon, and what witnesses say instead; from everyday English, in no way complete.
_KINDS = """
weapon armed arm: knife blade machete dagger sword axe hatchet cleaver gun pistol revolver rifle shotgun firearm
  handgun hammer crowbar bat cosh truncheon knuckleduster screwdriver bottle brick cudgel razor taser catapult
  crossbow
firearm gun: pistol revolver rifle shotgun handgun firearm gun airgun
vehicle: car van lorry truck taxi cab bus coach minibus motorbike motorcycle moped scooter bicycle bike ambulance
  tractor tram bmw audi mercedes vauxhall toyota nissan volkswagen peugeot renault
clothing clothes garment outfit: coat jacket hoodie hood jumper jeans trousers trainers cap hat gloves shirt
  tracksuit dress skirt scarf boots shoes joggers balaclava cardigan suit anorak fleece vest
injury injured wound wounded hurt: bruise bruised bleeding blood fracture fractured stitches swollen swelling graze
  grazed concussion unconscious sprain sprained gash
animal pet: dog cat horse puppy terrier alsatian labrador parrot rabbit
drug narcotic: cannabis cocaine heroin ketamine amphetamine mdma ecstasy marijuana spliff weed
alcohol: beer wine vodka whisky whiskey lager cider gin rum brandy
drunk intoxicated: drunken tipsy alcohol slurred slurring intoxicated legless boozed pints
money cash: pound pounds cash coins banknote tenner fiver banknotes
property belongings valuables: bag handbag purse wallet phone cash money jewellery laptop necklace rucksack suitcase
  keys
jewellery: necklace bracelet earring earrings brooch locket
relative relation family: mother father mum dad brother sister son daughter wife husband uncle aunt cousin nephew
  niece grandmother grandfather
child children: boy girl baby toddler kid kids infant schoolboy schoolgirl
weather: rain raining snow snowing fog foggy sunny windy drizzle drizzling overcast cloudy
tool: hammer screwdriver crowbar spanner pliers chisel drill
violence assault attack fight: punch punched kick kicked slap slapped stab stabbed headbutt headbutted strangle
  strangled shove shoved hit
stolen theft stealing: snatch snatched rob robbed burgled burglary theft thief stolen robbery
disguise disguised: mask balaclava wig
facial: beard moustache stubble goatee bearded
attacker assailant offender culprit perpetrator robber thief: attacker assailant offender culprit perpetrator robber
  thief mugger burglar
noise sound: bang shout scream crash thud explosion gunshot alarm
building: house flat shop garage warehouse pub church school
paperwork document: letter invoice receipt contract certificate passport
telephone phone: mobile iphone handset smartphone phone telephone
"""
_OWN = frozenset(("drunk", "wound", "ground"))  # not the past of "drink", "wind", "grind" where a question says them
PERSON = "@person"  # stands for a word of `_DOERS` that nothing in the case says
_DOERS = "attacker assailant offender culprit perpetrator robber thief mugger burglar suspect intruder gunman killer"
_PERSONS = "man men male woman women female lad lads youth youths bloke guy girl boy he she him"


@lru_cache(maxsize=1 << 14)
def base(word: str) -> str:
    """The form by which the words of questions and passages meet: a word that is more than the past of a verb stays."""
    return word if word in _OWN else lemma(word)


def _read() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for entry in _KINDS.strip().replace("\n  ", " ").split("\n"):
        names, members = (part.split() for part in entry.split(":"))
        for name in names:
            found[base(name)] = frozenset(map(base, members)) - {base(name)}
    return found


_MEMBERS = _read()
DOERS = frozenset(map(base, _DOERS.split()))
PERSONS = frozenset(_PERSONS.split())


def members(word: str) -> frozenset[str]:
    """The base forms of things of the kind that a word (its base form) names; none for a word that names no kind."""
    return _MEMBERS.get(word, frozenset())


def forms(word: str) -> tuple[str, ...]:
    """The base forms that a word of a text may be of: "ground" is a noun, and a past of "grind"."""
    own = (word, lemma(word)) if word in _OWN else (lemma(word),)
    return (*own, PERSON) if word in PERSONS else own


def named_instead(asked: Collection[str], text: str) -> tuple[str, str] | None:
    """A word `asked` (a base form) that a text does not say, and the word of the text for a thing of its kind."""
    said = words(text)
    have = {base(w) for w in said}
    for word in asked:
        found = None if word in have else next((w for w in said if base(w) in members(word)), None)
        if found:
            return word, found
    return None
