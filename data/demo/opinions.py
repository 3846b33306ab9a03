"""What is said of one aspect of a film: subjects, and predicates of either polarity.

`[is/are]` stands for the singular and the plural form of a verb or pronoun. Many words occur on
both sides on purpose ("earns every tear", "fails to earn a single tear"): a reader needs more than
a list of nice words.
"""

from __future__ import annotations

from typing import NamedTuple


class Aspect(NamedTuple):
    """Singular and plural subjects, and what can be said of any of them."""

    singular: tuple[str, ...]
    plural: tuple[str, ...]
    positive: tuple[str, ...]
    negative: tuple[str, ...]


ACTING = Aspect(
    singular=(
        "the acting",
        "the cast",
        "the ensemble",
        "the lead actor",
        "the young lead",
        "the actress in the main role",
        "the villain",
        "the boy who plays the son",
        "the newcomer in the title role",
    ),
    plural=("the performances", "the two leads", "the supporting players", "the child actors"),
    positive=(
        "[is/are] a joy to watch",
        "[carries/carry] every scene",
        "[feels/feel] completely natural",
        "[never strikes/never strike] a false note",
        "[has/have] real warmth",
        "[is/are] quietly magnificent",
        "[does/do] wonders with very little",
        "[is/are] funny without ever trying",
        "[makes/make] you believe every word",
        "[holds/hold] the whole thing together",
        "[brings/bring] tenderness to the smallest moments",
        "[is/are] astonishing in the quiet scenes",
        "[gets/get] under your skin",
        "[earns/earn] every tear",
        "[gives/give] it a beating heart",
        "[could/could] hardly be better",
        "[is/are] never less than convincing",
        "[says/say] more with a shrug than most do with a speech",
    ),
    negative=(
        "[is/are] wooden",
        "[is/are] stiff as a board",
        "[looks/look] bored throughout",
        "[overdoes/overdo] every gesture",
        "[never convinces/never convince]",
        "[has/have] no spark whatsoever",
        "[shouts/shout] where a whisper would do",
        "[sleepwalks/sleepwalk] through most of it",
        "[strikes/strike] one false note after another",
        "[is/are] painful to watch",
        "[gives/give] us nothing to hold on to",
        "[leaves/leave] no impression at all",
        "[is/are] all tics and no feeling",
        "[could/could] hardly be duller",
        "[fails/fail] to earn a single tear",
        "[makes/make] you doubt every word",
        "[seems/seem] to be reading off a card",
        "[is/are] about as lively as a wet Monday",
    ),
)

WRITING = Aspect(
    singular=("the script", "the dialogue", "the writing", "the screenplay", "the voice-over"),
    plural=("the conversations", "the speeches", "the lines", "the arguments at the dinner table"),
    positive=(
        "[crackles/crackle] with wit",
        "[trusts/trust] us to keep up",
        "[sounds/sound] like people really talk",
        "[has/have] not one wasted word",
        "[is/are] sharp without being cruel",
        "[finds/find] something new to say about grief",
        "[is/are] full of small surprises",
        "[avoids/avoid] every easy cliché",
        "[sticks/stick] in the mind for days",
        "[is/are] as good as a fine short story",
        "[manages/manage] to be clever and kind at once",
        "[says/say] difficult things simply",
        "[never explains/never explain] too much",
        "[made/made] me want to write bits of it down",
        "[rings/ring] true from first to last",
        "[has/have] a lovely dry humour",
    ),
    negative=(
        "[creaks/creak] like an old door",
        "[explains/explain] everything twice",
        "[sounds/sound] like nobody I have ever met",
        "[has/have] hardly one memorable word",
        "[is/are] cruel without being sharp",
        "[has/have] nothing new to say about grief",
        "[is/are] stuffed with clichés",
        "[could/could] have been written by a committee",
        "[slips/slip] from the mind within minutes",
        "[lectures/lecture] us at every turn",
        "[mistakes/mistake] swearing for wit",
        "[tries/try] far too hard to be clever",
        "[never trusts/never trust] us to keep up",
        "[made/made] me wince more than once",
        "[rings/ring] false almost everywhere",
        "[needed/needed] at least one more draft",
    ),
)

STORY = Aspect(
    singular=(
        "the plot",
        "the story",
        "the second half",
        "the middle hour",
        "the mystery",
        "the first act",
        "the flashback structure",
    ),
    plural=("the subplots", "the twists", "the coincidences"),
    positive=(
        "kept me guessing",
        "had me hooked",
        "[goes/go] somewhere I never expected",
        "[hangs/hang] together beautifully",
        "[pays/pay] off in full",
        "[is/are] simple in the best way",
        "[tightens/tighten] like a knot",
        "[rewards/reward] your patience",
        "[makes/make] perfect sense once it is over",
        "kept me on the edge of my seat",
        "[unfolds/unfold] at just the right moment",
        "[has/have] more on offer than you would guess",
        "[is/are] worked out with real care",
        "swept me along",
    ),
    negative=(
        "kept me yawning",
        "lost me early",
        "[goes/go] exactly where you expect",
        "[falls/fall] apart under the slightest thought",
        "[leads/lead] nowhere in particular",
        "[is/are] simple in the worst way",
        "[unravels/unravel] like a cheap jumper",
        "[tests/test] your patience",
        "[makes/make] no sense once it is over",
        "had me shifting in my seat",
        "[gets/get] tangled in no time",
        "[has/have] less on offer than you would hope",
        "[feels/feel] patched together from better films",
        "left me cold",
    ),
)

PACING = Aspect(
    singular=("the pacing", "the editing", "the rhythm", "the cutting"),
    plural=("the long takes", "the transitions", "the silences"),
    positive=(
        "[is/are] spot on",
        "[never lets/never let] the tension drop",
        "[gives/give] every moment room to breathe",
        "[is/are] brisk and confident",
        "[makes/make] two hours feel like one",
        "[is/are] judged to the second",
        "[lets/let] the mood build slowly and well",
        "[keeps/keep] the whole thing light on its feet",
        "[draws/draw] you in without hurry",
        "[does/do] the story a great favour",
    ),
    negative=(
        "[is/are] all over the place",
        "[lets/let] the tension drain away",
        "[gives/give] no moment room to breathe",
        "[is/are] slack and uncertain",
        "[makes/make] one hour feel like two",
        "[is/are] enough to try a saint",
        "[kills/kill] the mood again and again",
        "[drags/drag] terribly after the halfway mark",
        "[pushes/push] you out just when it gets going",
        "[does/do] the story no favours",
    ),
)

LOOK = Aspect(
    singular=(
        "the photography",
        "the camera work",
        "the lighting",
        "the production design",
        "the black-and-white photography",
        "the animation",
    ),
    plural=("the sets", "the costumes", "the landscapes", "the night scenes", "the crowd scenes"),
    positive=(
        "[is/are] gorgeous",
        "[turns/turn] every frame into a painting",
        "[has/have] a grain and glow all [its/their] own",
        "took my breath away",
        "[is/are] inventive at every step",
        "[looks/look] far richer than the budget",
        "[finds/find] beauty in the plainest rooms",
        "[is/are] a feast for the eyes",
        "[glows/glow] like late summer",
        "[deserves/deserve] the biggest screen you can find",
        "[puts/put] you right there in the street",
        "[shows/show] care in every corner",
    ),
    negative=(
        "[is/are] murky",
        "[looks/look] like an advert for yoghurt",
        "[has/have] all the charm of a car park",
        "gave me a headache",
        "[is/are] drab at every step",
        "[looks/look] far cheaper than the budget",
        "[makes/make] even the seaside look ugly",
        "[is/are] an eyesore",
        "[hides/hide] everything worth seeing",
        "[would/would] look poor on a telephone",
        "[never makes/never make] you feel you are there",
        "[shows/show] carelessness in every corner",
    ),
)

SOUND = Aspect(
    singular=("the score", "the music", "the soundtrack", "the sound design", "the piano theme"),
    plural=("the songs", "the musical numbers", "the choral passages"),
    positive=(
        "[is/are] still in my head",
        "gave me goosebumps",
        "[lifts/lift] every scene",
        "[is/are] worth the ticket alone",
        "[knows/know] when to keep quiet",
        "[swells/swell] in all the right places",
        "[is/are] haunting",
        "had my foot tapping",
        "[adds/add] a welcome melancholy",
        "[fits/fit] like a glove",
    ),
    negative=(
        "[is/are] gone from my head already",
        "gave me earache",
        "[smothers/smother] every scene",
        "[is/are] close to unbearable",
        "[never knows/never know] when to keep quiet",
        "[swells/swell] in all the wrong places",
        "[is/are] syrupy",
        "had my teeth on edge",
        "[tells/tell] you what to feel every minute",
        "[belongs/belong] in a lift",
    ),
)

ENDING = Aspect(
    singular=(
        "the ending",
        "the last act",
        "the final scene",
        "the big twist",
        "the finale",
        "the last shot",
    ),
    plural=("the closing minutes", "the last ten minutes"),
    positive=(
        "[is/are] perfect",
        "brought the house down",
        "had me in happy tears",
        "[ties/tie] it all up with grace",
        "[lands/land] like a punch",
        "[is/are] braver than I dared hope",
        "stayed with me all the way home",
        "[makes/make] up for a great deal",
        "left the whole room silent in the best way",
        "[turns/turn] it into something special",
    ),
    negative=(
        "[is/are] a cheat",
        "had people groaning",
        "had me in tears of boredom",
        "[ties/tie] it all up far too neatly",
        "[lands/land] with a thud",
        "[is/are] as cowardly as they come",
        "left me feeling short-changed all the way home",
        "[spoils/spoil] a great deal",
        "left the whole room shrugging",
        "[throws/throw] it all away",
    ),
)

HUMOUR = Aspect(
    singular=("the humour", "the comedy", "the slapstick", "the wordplay"),
    plural=("the jokes", "the gags", "the funny bits", "the one-liners"),
    positive=(
        "had the whole row laughing",
        "[lands/land] nearly every time",
        "[is/are] wickedly good",
        "[comes/come] from character, not from noise",
        "made me snort out loud",
        "[is/are] gentle and spot on",
        "[stays/stay] funny the morning after",
        "[never punches/never punch] down",
        "[catches/catch] you when you least expect it",
    ),
    negative=(
        "had nobody in our row laughing",
        "[misses/miss] nearly every time",
        "[is/are] woefully tired",
        "[comes/come] from noise, not from character",
        "made me sigh out loud",
        "[is/are] crude and badly timed",
        "[stops/stop] being funny after five minutes",
        "[punches/punch] down far too often",
        "[is/are] announced a mile off",
    ),
)

PEOPLE = Aspect(
    singular=(
        "the main couple",
        "the family at its centre",
        "the romance",
        "the friendship at its centre",
        "the heroine",
        "the father figure",
    ),
    plural=("the characters", "the people in it", "the two brothers", "the villagers"),
    positive=(
        "[feels/feel] like somebody I might know",
        "[is/are] drawn with real love",
        "won my heart",
        "[has/have] depth to spare",
        "[is/are] worth every minute of our time",
        "[grows/grow] on you by the minute",
        "[is/are] easy to root for",
        "[has/have] chemistry to burn",
        "[surprises/surprise] you right up to the end",
    ),
    negative=(
        "[feels/feel] made of cardboard",
        "[is/are] drawn with a thick crayon",
        "got on my nerves",
        "[has/have] no depth to speak of",
        "[is/are] hardly worth a minute of our time",
        "[grates/grate] more by the minute",
        "[is/are] impossible to care about",
        "[has/have] the chemistry of two bricks",
        "[stays/stay] a blank right up to the end",
    ),
)

DIRECTION = Aspect(
    singular=("the direction", "the staging", "the tone", "the tension", "the opening sequence"),
    plural=("the action scenes", "the chase scenes", "the emotional scenes", "the big set pieces"),
    positive=(
        "[is/are] handled with a sure touch",
        "[shows/show] a master at work",
        "[is/are] thrilling",
        "[works/work] like a charm",
        "[is/are] put together with wit and nerve",
        "[hits/hit] harder for being restrained",
        "[is/are] among the finest I have seen",
        "had me holding my breath",
        "[feels/feel] fresh, which is rare enough",
    ),
    negative=(
        "[is/are] handled with two left hands",
        "[shows/show] a beginner at work",
        "[is/are] tedious",
        "[never really works/never really work]",
        "[is/are] put together without wit or nerve",
        "[hits/hit] you over the head",
        "[is/are] among the feeblest I have seen",
        "had me looking for the exit",
        "[feels/feel] stale, which is sad to see",
    ),
)

ASPECTS: tuple[Aspect, ...] = (
    ACTING,
    WRITING,
    STORY,
    PACING,
    LOOK,
    SOUND,
    ENDING,
    HUMOUR,
    PEOPLE,
    DIRECTION,
)

ADJECTIVES_POSITIVE = (
    "tender", "sly", "moving", "inventive", "gripping", "warm", "witty", "absorbing", "assured",
    "graceful", "exhilarating", "charming", "clever", "humane", "delightful", "thrilling",
    "heartfelt", "playful", "generous", "touching", "rewarding", "spirited", "lovely", "superb",
    "satisfying", "bold", "wise", "enchanting", "joyous", "subtle", "stirring", "haunting",
)  # fmt: skip
ADJECTIVES_NEGATIVE = (
    "dull", "clumsy", "tedious", "muddled", "hollow", "bland", "smug", "lifeless", "overlong",
    "shapeless", "plodding", "contrived", "forgettable", "joyless", "flat", "charmless",
    "confused", "sour", "lazy", "grating", "predictable", "pompous", "mawkish", "feeble",
    "dreary", "soulless", "shallow", "slow", "messy", "heavy-handed", "stale", "aimless",
)  # fmt: skip

# What can be said for a film one dislikes, and against one that one likes, without absurdity.
MILD_POSITIVE = (
    "inventive", "witty", "assured", "charming", "clever", "heartfelt", "playful", "generous",
    "spirited", "lovely", "bold", "subtle", "tender", "sly", "warm", "touching", "graceful",
)  # fmt: skip
MILD_NEGATIVE = (
    "clumsy", "muddled", "overlong", "shapeless", "plodding", "contrived", "flat", "confused",
    "sour", "predictable", "mawkish", "dreary", "slow", "messy", "heavy-handed", "bland", "aimless",
)  # fmt: skip
