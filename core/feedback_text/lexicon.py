"""Words of service feedback and what they weigh. Weights are our own, from reading such comments."""

from __future__ import annotations

STRONG_POSITIVE = """
amazing awesome best brilliant delighted excellent exceeded exceptional exceptionally fantastic flawless
flawlessly impeccable impressed impressive incredible incredibly love loved loves outstanding perfect perfectly
phenomenal stellar stunning superb superbly terrific thrilled wonderful wonderfully wow
""".split()

POSITIVE = """
accessible accurate adaptable affordable approachable appreciate appreciated appreciates attentive available
beautiful beautifully better bonus bright calm careful caring cheerful clean clear clearly collaborative
comfortable competent comprehensive confident considerate consistent consistently cooperative courteous creative
creativity dedicated delight dependable detailed devoted diligent direct easy easily effective effectively
effortless efficient efficiently elegant encouraging engaged engaging enjoy enjoyed enjoyable enthusiastic
expert expertise experienced fair fast favorite favourite fine flexible flexibility focused fresh friendly fun
generous genuine glad good grateful great handy happy helped helpful helpfully helps honest hassle-free ideal
improved improvement improves innovative insightful inspiring intuitive joy keen kind kept knowledgeable lovely
meticulous motivated neat nice nicely on-time organised organized original patient pleasant pleased pleasure
polished polite positive practical precise proactive productive professional professionally professionalism prompt
promptly proud punctual quick quickly quicker reasonable recommend recommended refreshing relaxed reliable
reliably reliability respectful responsive responsiveness rewarding robust safe satisfied satisfying seamless
seamlessly secure sharp simple skilled skillful skilful smart smooth smoothly solid solved sleek speedy stable
strong stylish success successful successfully super support supportive sweet swift talented tailored thank
thanks thorough thoroughly thoughtful tidy timely top transparent transparency trust trusted trustworthy
understanding understood useful valuable value warm welcoming well willing wise works worked worth worthwhile
""".split()

NEGATIVE = """
annoying annoyed anxious avoid awkward bad badly behind bland boring breaks broke broken bug buggy bugs careless
chaotic cheap clumsy clunky cold complain complained complaint complaints complicated concern concerned concerns
confused confusing confusion costly crash crashed crashes crowded cumbersome damaged dated deceptive defect
defective defects delay delayed delays difficult difficulty dirty disagree disappointed disappointing
disappointment disconnected dislike disorganised disorganized dissatisfied doubt drops dropped dull error errors
excuses expensive fail failed failing fails failure fault faulty flaw flawed flaws forgot forgotten frustrated
frustrating frustration generic glitch glitches glitchy hard hassle hidden ignore ignored ignoring impatient
impossible inaccurate inadequate incomplete inconsistent inconvenient incorrect inefficient inexperienced
inflexible insufficient issue issues jammed junk lack lacked lacking lacks lag laggy late lazy limited loose lose
loses lost mess messy misleading misled miss missed misses missing mistake mistakes misunderstanding
misunderstood muffled nagging neglected nobody noisy outdated overcharged overdue overpriced overrun
overwhelming painful poor poorly pricey problem problems pushy questionable redo refund regret reject rejected
rough rude rushed sad short shoddy slow slower slowly sloppy static steep stress stressful strict struggle
struggled stuck stupid subpar tedious tired trouble troubles unable unanswered unavailable unaware unclear
uncomfortable undelivered underwhelming unfair unfinished unfortunately unfriendly unhappy unhelpful
unimpressed uninterested unnecessary unorganised unorganized unpleasant unpredictable unprepared
unprofessional unreliable unresolved unresponsive unsatisfied unsatisfactory unstable unsure unusable untidy
upset useless vague waited wait waiting wasted waste wasting weak weird worried worry worries worse wrong
""".split()

STRONG_NEGATIVE = """
abysmal appalling atrocious awful crap crappy disaster disastrous disgusted disgusting dreadful fraud garbage
hate hated hates horrible horribly horrific incompetent insulting lied lies nightmare pathetic ridiculous rubbish
scam scammed shameful shocking sucked sucks terrible terribly trash unacceptable unbearable worst worthless
""".split()

WEIGHTS: dict[str, float] = {
    **dict.fromkeys(POSITIVE, 1.0),
    **dict.fromkeys(NEGATIVE, -1.2),
    **dict.fromkeys(STRONG_POSITIVE, 2.0),
    **dict.fromkeys(STRONG_NEGATIVE, -2.4),
}

# Idioms are weighed as one, before their words are: "not bad" is praise, "too good to be true" is not.
IDIOMS: tuple[tuple[str, float], ...] = (
    (r"(?:nothing|no complaints?|can'?t|cannot|could ?n'?t) (?:to )?(?:complain|fault|ask for more)(?: about)?", 1.6),
    (r"no (?:complaints?|issues?|problems?|delays?|surprises|hassle|errors?|bugs|stress|trouble)", 1.4),
    (r"without (?:any |a )?(?:issues?|problems?|delays?|hassle|errors?|stress|trouble|hitch)", 1.4),
    (r"(?:free of|zero) (?:bugs|errors|issues|problems|defects)", 1.4),
    (r"not (?:at all )?bad", 0.8),
    (r"(?:never|not once) (?:missed?|late|failed?|let (?:us|me) down|ignored?)(?: (?:a|any|one|the))?(?: \w+)?", 1.6),
    (r"could(?: not|n'?t) (?:be|have been) (?:happier|better|more \w+)", 2.0),
    (r"exceed(?:ed|s) (?:our|my|all|the)? ?expectations", 2.0),
    (r"(?:exceeded|over|beyond|blew) (?:our |the |my )?budget", -1.6),
    (r"(?:above and beyond|second to none|top notch|top-notch|spot on|five stars?|5 stars?|a\+)", 2.0),
    (r"(?:on time|in time|on schedule|ahead of (?:schedule|time)|within budget|on budget|as promised)", 1.4),
    (r"(?:not|never|hardly|rarely|barely|wasn'?t|weren'?t) (?:\w+ )?(?:on time|in time|on schedule|as promised)", -1.6),
    (r"behind schedule|past (?:the )?deadline|missed (?:the |our |a )?deadlines?|weeks? late|days? late", -1.8),
    (r"too (?:slow|long|expensive|much|many|few|little|late|small|big|short|complicated|high|low|loud|quiet)", -1.4),
    (r"(?:could|should|would|might) (?:have been|be|have) (?:\w+ )?(?:better|faster|quicker|clearer|more|improved|sooner"
     r"|cheaper|shorter|earlier|nicer|smoother)", -1.2),
    (r"(?:could|should) (?:improve|do better|communicate)", -1.2),
    (r"(?:more|better|faster|clearer|quicker|fewer|less|earlier) \w+ (?:would|please|needed|next time)", -0.8),
    (r"(?:let|lets|letting) (?:us|me) down", -1.8),
    (r"(?:a )?waste of (?:time|money)", -2.4),
    (r"(?:not|isn'?t|wasn'?t|hardly) worth", -1.8),
    (r"(?:too good to be true|nothing special|good luck|so[- ]so|could be worse)", -0.8),
    (r"(?:had|have) to (?:chase|remind|redo|return|replace|wait|ask (?:again|twice|several))", -1.6),
    (r"(?:lost|loses|lose|drops?|dropped) (?:calls?|signal|reception|data)", -1.4),
    (r"(?:no|poor|lack of|little) (?:communication|response|reply|answer|support|feedback|updates?|value|quality)", -1.6),
    (r"(?:never|nobody|no one|did ?n'?t|does ?n'?t|do not|don'?t) (?:ever )?(?:repl(?:y|ied)|answer(?:ed)?|called?"
     r"|respond(?:ed)?|work(?:ed|s)?)", -1.8),
    (r"(?:do not|don'?t|would ?n'?t|would not|cannot|can'?t) recommend", -2.0),
    (r"stay away|buyer beware|do not buy|don'?t buy", -2.4),
    (r"(?:great|good|best|excellent) value|value for money|worth every \w+|worth the (?:money|price)", 1.6),
    (r"works? (?:great|well|fine|perfectly|as (?:advertised|described|expected))", 1.6),
)  # fmt: skip

NEGATORS = frozenset(
    "not no never none nobody nothing neither nor hardly barely rarely without isn't isnt wasn't wasnt aren't arent "
    "weren't werent don't dont doesn't doesnt didn't didnt won't wont can't cant cannot couldn't couldnt wouldn't "
    "wouldnt shouldn't shouldnt haven't havent hasn't hasnt hadn't hadnt ain't".split()
)
BOOSTERS: dict[str, float] = {
    **dict.fromkeys("very really extremely so super highly absolutely totally truly incredibly".split(), 1.3),
    **dict.fromkeys("quite pretty fairly rather somewhat slightly little bit".split(), 0.8),
}
