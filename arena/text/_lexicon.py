"""General English for reading wishes: words of attitude, opposites, kinds and what diets and the like imply.

Hand-made and small. Entries end with a semicolon, are written as ordinary words and compared by their stems.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from arena.text.words import stem

# Attitude ------------------------------------------------------------------------------------------------------------

_LIKING = """
prefer preference like love enjoy want need favor favour favorite favourite fan appreciate value prioritize prioritise
seek choose adore crave wish insist opt embrace thrive drawn keen fond into fine happy comfortable passionate committed
adhere follow stick only exclusively believe interested interest consider considering
"""
_DISLIKING = """
avoid dislike hate despise detest loathe allergic aversion averse refuse fear afraid scared terrified phobia phobic
anxious bother bothered bothers sick tired opposed oppose opposition objection object against wary disdain contempt
reluctant hesitant dread distaste repulsed intolerant squeamish abstain reject boycott decline shun skip struggle
unlike except excluding minus beware trouble difficulty displease deter quit swear forgo limit restrict sceptical
skeptical distrust mistrust unwilling unable uninterested claustrophobic away
"""
_SPOILING = """
uncomfortable annoying annoyed bored boring disgusting nauseous nauseating repulsive overwhelming overwhelmed
overwhelms distracting distracts frustrating frustrated frustrates unpleasant irritating irritates unappealing
disorienting confusing confuses demotivating childish uneasy anxiety stressful stressed stresses headache headaches
migraine migraines tedious dull bland ugly cheesy intimidating exhausting upsetting upsets depressing bores bother
bothers annoys scares turnoff ineffective gimmicky tacky creepy unbearable intolerable difficult hurt hurts painful
"""
_NEGATING = """
not no never none neither nor cannot cant dont doesnt didnt isnt arent wasnt wont wouldnt shouldnt couldnt havent hasnt
hardly rarely seldom nothing nobody without lacks lack lacking aint free-of zero
"""
_LESSENING = "low lower less little few fewer minimal minimally reduced limited light"

_EMPTY = """
stand made strong strongly absolutely overly heavily heavy extremely extreme highly strictly excessive excessively
really greatly severe severely deep deeply intense intensely firmly adamantly particularly especially generally
usually often always exclusively primarily mainly solely whenever possible possibly find feel make use using
involve involving contain containing include including rely relying require requiring offer offering provide providing
feature featuring consume consuming engage engaging participate participating use purchase buying try trying keep come
go going look looking think seem tend based due reason personal belief concern issue experience experiences prefer
preference want need like enjoy love such etc example instead rather related themed style way thing stuff item kind
type sort form part number amount level sense time long-term set person people consider recommend recommended great
good best better nice perfect popular excellent amazing ideal available various several different many much big fan
"""
"""Words that say how much or nothing of what: they bear on no option."""
_GENERAL = """
game movie film show series book product option resource course program programme tool activity place location hotel
accommodation restaurant food dish meal drink beverage brand clothes clothing garment shoe footwear car vehicle phone
device laptop computer pet sport event class method learning learn education educational material design scene
music art home house room furniture decor trip travel vacation holiday city area content service exercise workout
fitness cuisine diet eat eating ingredient dining stay play playing watch watching read wear wearing
platform system model technology item fabric piece destination tour attraction environment approach breed care
"""

# Opposites: one pole | the other -------------------------------------------------------------------------------------

_OPPOSITES = """
quiet silent silence calm peaceful tranquil serene hushed relaxing soothing | noisy noise loud lively bustling rowdy
boisterous busy;
cheap affordable budget inexpensive economical frugal low-cost bargain thrifty | expensive luxury luxurious pricey
costly upscale lavish premium high-end deluxe opulent exclusive;
fast quick rapid speedy swift fast-paced | slow leisurely unhurried slow-paced;
spicy hot fiery chili chilli curry pepper | mild bland;
crowded crowd busy bustling packed touristy popular mainstream | secluded remote private intimate uncrowded isolated
quiet off-beat hidden lesser-known;
big large huge massive oversized giant spacious sprawling mega towering bulky | small tiny compact little petite cozy
cosy miniature boutique;
new modern contemporary sleek futuristic newly-built updated | old historic historical ancient antique vintage
traditional classic old-fashioned retro century heritage;
indoor indoors inside | outdoor outdoors outside nature open-air alfresco;
urban city downtown metropolitan central | rural countryside village nature wilderness remote;
natural organic herbal plant-based raw unprocessed | synthetic artificial processed chemical;
simple minimalist plain understated clean subtle minimal neutral basic solid | ornate elaborate busy cluttered
intricate flashy bold bright patterned vibrant colorful decorative extravagant maximalist;
light bright airy sunny | dark dim gloomy;
warm hot tropical sunny heat | cold cool snowy icy chilly freezing;
easy beginner introductory simple gentle effortless accessible low-impact | hard difficult challenging intense
strenuous advanced rigorous demanding high-intensity complex technical;
theoretical theory abstract academic lecture dense | practical hands-on applied real-world interactive project;
solo alone individual independent independently single single-player self self-paced | group team social shared
communal multiplayer collaborative cooperative peers classmates together partner;
online digital virtual streaming app web e-book electronic video | physical in-person paper printed print offline
analog face-to-face book;
local independent small-scale family-run independently indie artisan handmade | chain corporate franchise
mass-produced multinational mainstream;
sweet sugary sugar dessert candy syrup | savory savoury bitter unsweetened sugar-free;
healthy nutritious wholesome fresh light | junk greasy fried fatty processed;
formal dressy elegant fancy upscale fine-dining | casual informal relaxed laid-back;
comedy funny humorous lighthearted uplifting feel-good light-hearted cheerful | tragic sad depressing bleak grim dark
gloomy;
short brief concise bite-sized | long lengthy extended hours marathon;
safe gentle low-risk | dangerous risky extreme adrenaline thrilling thrill;
flexible spontaneous free-form unstructured self-guided | structured scheduled planned guided organized organised
itinerary strict;
manual | automatic;
wireless bluetooth cordless | wired cable corded;
permanent | temporary removable;
used secondhand second-hand pre-owned thrift refurbished | brand-new;
sustainable ethical eco-friendly recycled green eco renewable cruelty-free | wasteful fast-fashion disposable
exploitative single-use;
fiction novel fictional fantasy | nonfiction non-fiction documentary factual biography;
visual video picture image illustrated visually diagram infographic | audio audiobook podcast listening;
textual text reading book article textbook written | video lecture visual;
early morning sunrise breakfast | late night evening nightlife;
familiar traditional authentic | experimental fusion innovative;
adopt rescue shelter adopted | buy breeder purchase breeders purebred;
gasoline petrol diesel | electric ev hybrid battery;
cotton linen natural-fiber | polyester nylon synthetic;
loose baggy oversized relaxed flowy | tight fitted slim skinny form-fitting bodycon;
matte | glossy shiny glitter shimmer shimmery metallic sparkly;
quick-drying lightweight light thin | heavy thick bulky;
"""

# Kinds: the kind: its members ----------------------------------------------------------------------------------------

_KINDS = """
meat: beef steak steakhouse pork lamb chicken duck bacon ham sausage turkey veal burger rib brisket barbecue bbq
poultry venison foie prosciutto salami carnivore;
red-meat: beef steak steakhouse lamb burger brisket barbecue veal ribs;
pork: bacon ham sausage prosciutto salami chorizo pancetta;
seafood: fish shrimp prawn crab lobster oyster clam mussel scallop squid calamari octopus sushi sashimi salmon tuna
cod mackerel sardine anchovy ceviche shellfish eel;
shellfish: shrimp prawn crab lobster oyster clam mussel scallop crayfish;
fish: salmon tuna cod mackerel sardine anchovy sushi sashimi trout halibut;
dairy: milk cheese cheesy butter cream creamy yogurt yoghurt ice-cream whey lactose custard mozzarella parmesan feta
ricotta cheesecake latte;
lactose: dairy milk cheese cream butter yogurt custard latte;
nut: peanut almond cashew walnut pecan pistachio hazelnut macadamia praline marzipan;
gluten: wheat bread pasta noodle pizza pastry croissant baguette cake flour barley rye couscous cracker dumpling ramen
pancake bagel;
carb: bread pasta rice potato noodle pizza grain oats cereal sugar bagel;
egg: omelette omelet quiche mayonnaise frittata benedict;
soy: tofu edamame miso tempeh soybean;
alcohol: wine beer cocktail whiskey whisky vodka rum spirits champagne bar pub brewery winery vineyard liquor sake
tequila brandy gin drinking drink;
caffeine: coffee espresso latte cappuccino tea energy-drink cola;
sugar: candy cake dessert chocolate syrup soda cookie pastry sweet honey;
spice: chili chilli curry pepper jalapeno kimchi sriracha wasabi cayenne;
fried: fries tempura fritter chips deep-fried crispy;
raw: sushi sashimi ceviche tartare carpaccio salad fruit juice;
animal: zoo wildlife aquarium safari circus horse elephant dolphin fur leather meat dairy egg honey;
leather: suede calfskin;
fur: mink shearling;
height: climb climbing skydive skydiving bungee paragliding parasailing zip-line zipline balloon rooftop observation
tower skyscraper cliff aerial high-rise ferris gondola mountaineering;
water: swim swimming surf surfing kayak kayaking snorkel snorkeling scuba diving dive paddle paddleboard
paddleboarding boat cruise sail sailing rafting canoe pool beach aquatic ocean lake;
beach: ocean seaside coast sand seafront shore;
exercise: workout gym run running jog yoga swim cycle cycling cardio training pilates weightlifting;
running: jog jogging marathon sprint treadmill run;
gym: treadmill weights weightlifting elliptical machines;
sport: football soccer basketball tennis baseball golf hockey rugby cricket boxing volleyball;
contact: boxing rugby wrestling mma martial judo karate hockey;
violence: violent shooter combat war fighting fight gore gory blood bloody brutal murder killing battle crime gun;
horror: scary ghost haunted zombie slasher terrifying supernatural jump-scare demonic nightmare;
romance: romantic love-story rom-com;
fantasy: dragon magic magical wizard elves mythical;
sci-fi: science-fiction space alien robot dystopian futuristic interstellar;
gambling: casino betting bet poker slot slots lottery roulette wager blackjack;
nightlife: club nightclub bar pub party dancing dj rave;
museum: gallery exhibit exhibition;
religious: church cathedral temple mosque shrine monastery spiritual pilgrimage;
history: historic historical ancient ruins heritage century medieval colonial war monument;
tourist: landmark attraction popular sightseeing famous iconic tourist-trap touristy must-see;
nature: park garden forest hiking trail mountain lake wildlife scenic waterfall beach botanical;
walking: walk hike hiking stroll trek trail foot;
driving: car road drive self-drive;
flying: flight plane airplane helicopter aerial air;
public-transport: bus train subway metro tram;
technology: app smartphone digital online device gadget wearable tracker software virtual computer smart electronic;
screen: computer video online streaming tablet phone app television tv film movie digital e-book;
video: youtube lecture documentary film movie webinar footage;
reading: book textbook article novel e-book paper magazine;
social-media: instagram facebook tiktok twitter youtube snapchat influencer;
subscription: monthly membership netflix plan recurring premium;
group: team club class community peers classmates cooperative collaborate collaboration collaborative study-group
forum;
chemical: synthetic bleach detergent pesticide preservative paraben sulfate silicone;
fragrance: scent scented perfume aroma candle diffuser air-freshener freshener odor;
floral: flower rose jasmine lavender botanical blossom peony lily;
citrus: lemon orange lime grapefruit bergamot;
pattern: print printed floral striped stripe plaid geometric polka-dot patterned paisley;
color: colorful vibrant bright red yellow pink purple neon multicolored;
metal: steel iron aluminum aluminium chrome brass copper metallic gold silver;
wood: wooden oak teak walnut mahogany bamboo rattan wicker pine timber;
plastic: acrylic vinyl polyester nylon;
glass: mirror crystal;
wool: cashmere merino knit sweater mohair;
jewelry: necklace earrings bracelet ring;
heels: stiletto pump platform high-heeled;
cat: kitten feline persian siamese bengal;
dog: puppy canine retriever terrier poodle shepherd labrador hound beagle husky;
bird: parrot canary parakeet cockatiel finch;
reptile: snake lizard gecko turtle tortoise iguana;
rodent: hamster mouse rat gerbil guinea-pig;
pet: dog cat hamster rabbit fish bird parrot;
suv: crossover jeep truck;
electric: ev tesla battery plug-in;
family: kids children child family-friendly kid-friendly;
luxury: designer five-star spa ritz high-end lavish;
hostel: dormitory dorm shared bunk;
breakfast: cereal pancake oatmeal brunch;
medication: drug pill prescription antibiotic medicated;
surgery: surgical injection botox filler laser;
jazz: saxophone swing;
insects: bug cricket worm ant mosquito spider;
buffet: all-you-can-eat self-service;
linux: ubuntu fedora debian open-source;
apple: iphone ipad macbook macos mac ios;
windows: microsoft surface;
google: android pixel chromebook;
asian: chinese japanese thai vietnamese korean indian;
animated: animation cartoon anime pixar disney;
subtitle: foreign-language foreign;
"""

# Two names of one thing ----------------------------------------------------------------------------------------------

_SAME = """
sci-fi science-fiction; vr virtual-reality; ar augmented-reality; ev electric-vehicle electric-car; tv television;
movie film; car vehicle automobile; photo picture image; kid child children; vegan plant-based; aroma scent fragrance;
bike bicycle cycling; elevator lift; apartment flat; sneaker trainer; soda soft-drink; ocean sea; gym fitness-center;
bug insect; forest wood; hike hiking trek trekking backpacking; laptop notebook; cell-phone mobile smartphone phone;
rom-com romantic-comedy; fps first-person; pvp player-versus-player competitive; mmo multiplayer; diy do-it-yourself;
subscription subscribe monthly-fee; free no-cost; expensive pricey; scary frightening terrifying horror;
sightsee sightseeing; spicy hot; shop shopping; swim swimming; crowd crowds crowded; gory gore bloody; casino gambling;
musical singing; cartoon animated animation; biography biopic memoir; cosy cozy; perfume cologne;
motorsport motor-racing; ballet dance; dorm dormitory; plane airplane flight;
"""

# What one word implies: word: liked | disliked -----------------------------------------------------------------------

_IMPLIES = """
vegan: vegan vegetarian plant-based vegetable tofu salad | meat seafood dairy egg animal honey leather cheese fur wool
silk;
veganism: vegan plant-based | meat seafood dairy egg animal honey leather;
vegetarian: vegetarian vegan vegetable plant-based meatless | meat seafood fish;
pescatarian: fish seafood vegetarian vegetable | meat;
celiac: gluten-free | gluten wheat;
coeliac: gluten-free | gluten wheat;
keto: low-carb protein meat | carb sugar grain;
low-carb: protein meat salad | carb sugar;
paleo: meat vegetable natural | grain dairy processed sugar;
halal: halal | pork alcohol;
kosher: kosher | pork shellfish;
muslim: halal | pork alcohol;
jewish: kosher | pork shellfish;
diabetic: sugar-free unsweetened low-sugar | sugar sweet dessert;
sober: non-alcoholic mocktail | alcohol;
introvert: quiet solo private | crowd party nightlife group;
introverted: quiet solo private | crowd party nightlife group;
claustrophobic: open spacious outdoor | cave tunnel underground elevator;
claustrophobia: open spacious outdoor | cave tunnel underground elevator escape-room;
acrophobia: ground | height;
seasick: land | boat cruise sailing;
frugal: cheap affordable | expensive luxury;
privacy: private offline encrypted local | cloud tracking facebook;
wheelchair: accessible step-free ramp lift elevator | stairs steps climbing hiking;
minimalist: simple minimalist plain neutral | ornate colorful busy patterned;
environmentalist: sustainable eco-friendly | plastic disposable;
environmentally: sustainable eco-friendly | plastic disposable;
eco-friendly: sustainable recycled green | plastic disposable;
crowds: secluded quiet | popular festival bustling famous iconic;
asthma: indoor clean | smoke dust fragrance;
"""


def stems_of(phrase: str) -> str:
    """A word or hyphenated compound as the stems of its parts, joined by hyphens."""
    return "-".join(stem(part) for part in phrase.split("-"))


def _set(text: str) -> frozenset[str]:
    return frozenset(stems_of(w) for w in text.split())


def _entries(text: str) -> list[str]:
    return [e for e in text.split(";") if e.strip()]


def _rows(text: str) -> Iterator[tuple[str, str]]:
    for entry in _entries(text):
        head, _, tail = entry.partition(":")
        yield head.strip(), tail.strip()


def _poles() -> Mapping[str, frozenset[tuple[int, int]]]:
    found: dict[str, set[tuple[int, int]]] = {}
    for axis, line in enumerate(_entries(_OPPOSITES)):
        for pole, side in zip((1, -1), line.split("|"), strict=True):
            for word in _set(side):
                found.setdefault(word, set()).add((axis, pole))
    return MappingProxyType({word: frozenset(places) for word, places in found.items()})


def _implied(tail: str) -> tuple[frozenset[str], frozenset[str]]:
    liked, _, disliked = tail.partition("|")
    return _set(liked), _set(disliked)


def _groups() -> Mapping[str, int]:
    found: dict[str, int] = {}
    for number, entry in enumerate(_entries(_SAME)):
        found.update(dict.fromkeys(_set(entry), number))
    return MappingProxyType(found)


LIKING = _set(_LIKING)
"""Words that say what follows is liked."""
DISLIKING = _set(_DISLIKING)
"""Words that say what follows is disliked."""
NEGATING = frozenset(_NEGATING.split())
"""Words that turn round what follows (not stemmed, without apostrophes)."""
LESSENING = frozenset(_LESSENING.split())
"""Words that turn round the next word only."""
POLES: Mapping[str, frozenset[tuple[int, int]]] = _poles()
"""Stem -> its places on the axes of opposites, as (axis, +1 or -1)."""
KINDS: Mapping[str, frozenset[str]] = MappingProxyType({stems_of(k): _set(m) for k, m in _rows(_KINDS)})
"""Stem of a kind -> stems of its members."""
IMPLIES: Mapping[str, tuple[frozenset[str], frozenset[str]]] = MappingProxyType(
    {stems_of(k): _implied(m) for k, m in _rows(_IMPLIES)}
)
"""Stem -> (stems it makes welcome, stems it makes unwelcome)."""
SAME: Mapping[str, int] = _groups()
"""Stem -> number of the group of its synonyms."""
SPOILING = _set(_SPOILING)
"""Words that make what came before them disliked ("loud music is annoying")."""
EMPTY = _set(_EMPTY)
"""Stems that bear on no option."""
GENERAL = _set(_GENERAL)
"""Stems of broad nouns and verbs: in "horror films" what counts is the horror."""
COMPOUNDS = frozenset(w for words in (KINDS, *KINDS.values(), POLES, SAME) for w in words if "-" in w)
"""Terms of two words that the lists above know."""
