"""The English words by which an account tells people, things, colours, ways, deeds and happenings apart, in classes."""

from __future__ import annotations

from collections.abc import Mapping


def word_set(words: str) -> frozenset[str]:
    """The words of a text between its spaces."""
    return frozenset(words.split())


def _classes(**rows: str) -> Mapping[str, str]:
    """Word → its class; a class is named by its key with "_" read as a space."""
    return {word: name.replace("_", " ") for name, words in rows.items() for word in words.split()}


# People. A "person" may be any of them; the sexes and the young are told apart, and so are the duties of people.
PEOPLE = _classes(
    man="man male bloke guy chap fella fellow gentleman geezer gent",
    woman="woman lady female",
    youth="lad boy youth teenager teen youngster schoolboy",
    girl="girl schoolgirl",
    child="child kid toddler baby",
    person="person individual figure someone somebody suspect offender attacker assailant robber thief intruder burglar"
    " customer passenger pedestrian passer-by bystander stranger victim neighbour witness driver cyclist rider",
    staff="staff employee worker assistant attendant steward manager cashier barman barmaid bouncer doorman guard"
    " conductor waiter waitress cleaner porter receptionist shopkeeper landlord bartender contractor supervisor",
    police="police officer constable policeman policewoman pc dc sergeant",
    medic="paramedic nurse doctor medic",
)
PLURALS = _classes(
    man="men males blokes guys chaps fellas fellows gentlemen",
    woman="women ladies females",
    youth="lads boys youths teenagers youngsters schoolboys",
    girl="girls schoolgirls",
    child="children kids toddlers",
    person="people persons individuals figures suspects offenders attackers assailants robbers thieves intruders"
    " burglars customers passengers pedestrians bystanders strangers neighbours witnesses drivers cyclists",
    staff="employees workers assistants attendants stewards guards bouncers doormen contractors",
    police="officers constables policemen",
    medic="paramedics nurses doctors medics",
)
MALE, FEMALE = frozenset(("man", "youth")), frozenset(("woman", "girl"))
DUTIES = frozenset(("staff", "police", "medic"))
PRONOUNS = {"he": "man", "she": "woman", "i": "self", "we": "self", "they": "they"}
OBLIQUE = {"him": "man", "her": "woman", "me": "self", "us": "self", "them": "they"}
POSSESSIVE = {"his": "man", "her": "woman", "my": "self", "our": "self", "their": "they"}
TITLES = word_set("mr mrs ms miss dr sir pc dc ds di sgt sergeant inspector constable officer")

# Things whose colour is told, and whose presence on a person is.
THINGS = _classes(
    coat="coat jacket anorak parka overcoat raincoat cagoule windcheater puffer blazer bomber mac"
    " oilskin oilskins waterproof mackintosh duffel bodywarmer cape",
    top="hoody hoodie hoodies sweatshirt jumper sweater pullover fleece t-shirt tshirt shirt polo top cardigan tunic",
    trousers="trousers jeans bottoms joggers trackies leggings shorts chinos slacks tracksuit",
    shoes="shoe trainer boot sneaker shoes trainers boots sneakers",
    hat="hat cap beanie",
    mask="mask balaclava snood",
    gloves="glove gloves",
    scarf="scarf",
    vest="vest tabard gilet waistcoat",
    dress="dress skirt",
    rucksack="rucksack backpack",
    bag="bag handbag holdall purse",
    car="car vehicle hatchback saloon estate suv taxi audi bmw ford fiesta focus golf corsa astra vauxhall toyota honda"
    " mercedes nissan peugeot renault volkswagen vw skoda volvo",
    van="van transit lorry truck pickup pick-up",
    motorcycle="motorcycle motorbike moped scooter quad",
    boat="boat dinghy launch cruiser",
    bus="bus coach minibus",
    tractor="tractor",
    bicycle="bicycle bike",
    lights="lights",
    hair="hair",
    eyes="eyes",
    beard="beard stubble goatee moustache",
    glasses="glasses spectacles sunglasses",
    knife="knife blade machete dagger",
    bat="bat club stick pole bar",
    bottle="bottle",
    blood="blood",
    gun="gun pistol handgun shotgun firearm revolver",
)  # fmt: skip
WORN = word_set(
    """
    coat top trousers shoes hat mask gloves scarf vest dress rucksack hair eyes beard glasses
    """
)
CARRIED = word_set("rucksack bag knife bat bottle gun mask gloves hat beard glasses scarf blood")
VEHICLES = frozenset(("car", "van", "motorcycle", "bicycle", "boat", "bus", "tractor"))

_COLOURS = _classes(
    blue="blue navy turquoise teal", red="red maroon burgundy crimson scarlet", green="green olive", black="black",
    white="white", grey="grey gray charcoal", silver="silver", brown="brown tan beige bronze chestnut", yellow="yellow",
    orange="orange", pink="pink", purple="purple violet lilac mauve", gold="gold golden", cream="cream ivory",
    fair="blond blonde fair", ginger="ginger auburn",
)  # fmt: skip
COLOURS: Mapping[str, frozenset[str]] = {
    **{word: frozenset((name,)) for word, name in _COLOURS.items()},
    "turquoise": frozenset(("blue", "green")),
    "teal": frozenset(("blue", "green")),
    "khaki": frozenset(("green", "brown")),
    "olive": frozenset(("green",)),
    "beige": frozenset(("brown", "cream")),
    "cream": frozenset(("cream", "white")),
    "ivory": frozenset(("cream", "white")),
    "maroon": frozenset(("red", "purple", "brown")),
    "burgundy": frozenset(("red", "purple")),
    "chestnut": frozenset(("brown", "ginger")),
    "auburn": frozenset(("brown", "red", "ginger")),
    "ginger": frozenset(("ginger", "red", "orange")),
    "golden": frozenset(("gold", "fair", "yellow")),
    "charcoal": frozenset(("grey", "black")),
    "gold": frozenset(("gold", "yellow")),
}
SHADES = {
    "dark": "dark", "darkish": "dark", "darker": "dark", "dark-coloured": "dark",
    "light": "light", "pale": "light", "lightish": "light", "lighter": "light", "bright": "light",
    "light-coloured": "light",
}  # fmt: skip
PALE = frozenset(("white", "yellow", "cream", "silver", "orange", "pink", "gold", "grey", "fair"))
DEEP = frozenset(("black",))

# Ways. A goal is where somebody went; what a path only passes is none.
GOING = word_set(
    """
    ran run running runs walked walk walking walks went go going goes fled flee fleeing made sprinted sprinting
    jogged jogging drove drive driving drives rode riding cycled cycling headed heading escaped disappeared turned
    turning legged bolted dashed hurried hurrying rushed moved moving strode raced sped speeding travelling
    travelled drives limped staggered crossed climbed jumped
    """
)
LEAVING = frozenset(  # verbs of flight, and the little words that make one of "went", "made", "walked"
    [
        "ran",
        "run",
        "running",
        "fled",
        "flee",
        "fleeing",
        "sprinted",
        "sprinting",
        "escaped",
        "legged",
        "bolted",
        "dashed",
        "raced",
        "sped",
    ]
)
OFF = frozenset(("off", "away", "quickly", "fast"))
TOWARDS = word_set("towards toward to into down up along onto through across over for via")
SIDES = _classes(left="left left-hand", right="right right-hand")
OPPOSITES = (
    frozenset(("left", "right")), frozenset(("up", "down")), frozenset(("north", "south")), frozenset(("east", "west")),
    frozenset(("inside", "outside")), frozenset(("upstairs", "downstairs")), frozenset(("front", "back")),
    frozenset(("northbound", "southbound")), frozenset(("eastbound", "westbound")),
    frozenset(("clockwise", "anticlockwise")), frozenset(("upstream", "downstream")),
    frozenset(("uphill", "downhill")),
)  # fmt: skip
COMPASS = word_set(
    "north south east west northbound southbound eastbound westbound upstream downstream uphill downhill"
)
BODY = word_set(
    """
    arm hand wrist eye leg knee foot ankle shoulder elbow cheek ear side hip thigh forearm thumb eyebrow temple
    """
)

# Happenings that have a time, a number or a doer, whoever tells of them.
HAPPENINGS = _classes(
    bang="bang bangs shot shots gunshot gunshots explosion explosions boom booms",
    crash="crash crashed crashes collision collided collide impact",
    alarm="alarm alarms siren sirens",
    scream="scream screams screamed screaming shouting shouts yelling row",
    glass="smash smashed smashing shattered shattering",
    fight="fight fighting fought brawl scuffle",
    fire="smoke flames blaze",
    robbery="robbery robbed mugged mugging snatched snatch",
    stabbing="stabbed stabbing",
    theft="stole stolen theft stealing",
)
SOUNDS = frozenset(["bang", "crash", "scream", "alarm", "glass"])
# What people do to each other or to things: class → the verbs, with the little word that has to follow ("" for none).
DEEDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "chase": tuple((v, "after") for v in ("ran", "run", "running", "went", "going", "go", "chased", "set", "raced"))
    + tuple((v, "") for v in ("chased", "chasing", "chase", "followed", "following", "pursued", "pursuing")),
    "strike": tuple((v, "") for v in ("punched", "hit", "struck", "slapped", "kicked", "headbutted", "stamped"))
    + (("punching", ""), ("hitting", ""), ("kicking", ""), ("elbowed", "")),
    "push": tuple((v, "") for v in ("pushed", "shoved", "pushing", "shoving")),
    "stab": tuple((v, "") for v in ("stabbed", "slashed", "stabbing")),
    "shoot": tuple((v, "") for v in ("shot", "fired")),
    "grab": tuple((v, "") for v in ("grabbed", "snatched", "grabbing", "snatching")),
    "throw": tuple((v, "") for v in ("threw", "throwing", "chucked", "lobbed")),
    "break": tuple((v, "") for v in ("smashed", "broke", "kicked", "smashing")),
    "drive": tuple((v, "") for v in ("drove", "driving")),
    "open": tuple((v, "") for v in ("opened", "unlocked")),
    "lock": (("locked", ""),),
}
CONTACT = _classes(
    punch="punched punching punch punches", kick="kicked kicking kick kicks", slap="slapped slapping slap",
    push="pushed pushing shoved shoving push shove", stab="stabbed stabbing slashed", headbutt="headbutted headbutt",
    bite="bit bitten", spit="spat",
)  # fmt: skip
STARTING = frozenset(("first", "started", "start", "began"))

DOUBT = word_set(
    """
    might may maybe perhaps possibly probably think thought believe believed suppose guess apparently seemed
    appeared unsure
    """
)
APPROXIMATE = word_set("about around approximately roughly nearly almost some approx circa or-so")
NEGATIONS = word_set("not never no nobody nothing nowhere neither none without cannot nor")
FUNCTION = word_set(
    """
    a an the this that these those and or but nor so if of in on at by for with from to into onto over under up down
    out off as than then when while where who whom whose which because after before until since about around is are
    was were be been being am do does did done have has had having will would shall should can could may might must
    he she it they we i you him her his its them their our my your me us not no yes there here all both each some
    any many most very quite just only also too again still even ever never
    """
)
UNITS = word_set(
    """
    metre metres meter meters yard yards foot feet inch inches mile miles cm mm km m kg stone pound pounds pence
    penny minute minutes min mins second seconds sec secs hour hours day days week weeks month months year years
    percent per degree degrees litre litres pint pints gram grams o'clock am pm hrs times time mph
    """
)
_COUNTED = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty
"""
NUMBERS = {word: i for i, word in enumerate(_COUNTED.split())}
NUMBERS |= {"single": 1, "both": 2, "couple": 2, "pair": 2, "thirty": 30, "forty": 40, "fifty": 50, "dozen": 12}
NUMBERS |= {"sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
