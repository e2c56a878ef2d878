//! English sentences.

use crate::random::{Random, Zipf};

/// Writes English sentences.
pub(super) struct Writer {
    nouns: Zipf,
    derived: Zipf,
    verbs: Zipf,
    adjectives: Zipf,
    names: Zipf,
}

impl Writer {
    pub(super) fn new() -> Writer {
        Writer {
            nouns: Zipf::new(NOUNS.len(), 3),
            derived: Zipf::new(NOUNS.len() * PREFIXES.len() * SUFFIXES.len(), 2000),
            verbs: Zipf::new(VERBS.len(), 3),
            adjectives: Zipf::new(ADJECTIVES.len(), 3),
            names: Zipf::new(40_000, 3000),
        }
    }

    pub(super) fn title(&self, random: &mut Random) -> String {
        format!(
            "{} {}s {} {}",
            self.subject_name(random),
            self.verb(random),
            self.noun(random),
            random.pick(&["plan", "again", "bid", "as doubts grow", "despite warnings"])
        )
    }

    pub(super) fn sentence(&self, random: &mut Random) -> String {
        let sentence = match random.below(6) {
            0 => format!(
                "\"{} will {} {},\" said {}, {} of {}.",
                capital(&self.phrase(random)),
                self.verb(random),
                self.phrase(random),
                self.person(random),
                self.role(random),
                self.subject_name(random)
            ),
            1 => format!(
                "{}’s {} {} {} {} percent {}.",
                self.subject_name(random),
                self.noun(random),
                past(random.pick(MOVES)),
                random.pick(&["by", "more than", "nearly", "about"]),
                self.number(random),
                random.pick(TIMES)
            ),
            2 => format!(
                "{}, {} {} {} {} {}, {} the {} {}.",
                random.pick(OPENINGS),
                self.phrase(random),
                past(self.verb(random)),
                self.phrase(random),
                random.pick(PREPOSITIONS),
                self.phrase(random),
                participle(self.verb(random)),
                self.noun(random),
                random.pick(TIMES)
            ),
            3 => format!(
                "{} {} to {} {} {} {}.",
                self.person(random),
                random.pick(&["wants", "has promised", "declined", "is expected", "agreed"]),
                self.verb(random),
                self.phrase(random),
                random.pick(PREPOSITIONS),
                self.phrase(random)
            ),
            4 => format!(
                "Although {} {} {}, {} still {} {}.",
                self.phrase(random),
                past(self.verb(random)),
                self.phrase(random),
                self.subject_name(random),
                past(self.verb(random)),
                self.phrase(random)
            ),
            _ => format!(
                "{} {} that {} {} {} {} {}.",
                self.subject_name(random),
                random.pick(&[
                    "said",
                    "reported",
                    "warned",
                    "denied",
                    "argued",
                    "announced"
                ]),
                self.phrase(random),
                random.pick(&["could", "would", "should", "had to", "might"]),
                self.verb(random),
                self.phrase(random),
                random.pick(TIMES)
            ),
        };
        capital(&sentence)
    }

    /// A noun with its article and perhaps adjectives and a second noun.
    fn phrase(&self, random: &mut Random) -> String {
        let noun = self.noun(random);
        let article = random.pick(&["the", "the", "a", "its", "their", "this", "some", "every"]);
        match random.below(6) {
            0 => format!("{article} {} {noun}", self.adjective(random)),
            1 => format!("{article} {noun} of {}", self.subject_name(random)),
            2 => format!("{article} {noun} {}", self.noun(random)),
            3 => format!("{} and {}", plural(&self.noun(random)), plural(&noun)),
            4 => format!(
                "{} {} {}",
                self.number(random),
                self.adjective(random),
                plural(&noun)
            ),
            _ => format!("{article} {noun}"),
        }
    }

    /// A noun, in one of five cases with a prefix and perhaps a suffix.
    fn noun(&self, random: &mut Random) -> String {
        if random.chance(20) {
            let rank = self.derived.draw(random);
            let (prefix, rest) = (rank % PREFIXES.len(), rank / PREFIXES.len());
            let (suffix, noun) = (rest % SUFFIXES.len(), rest / SUFFIXES.len());
            format!("{}{}{}", PREFIXES[prefix], NOUNS[noun], SUFFIXES[suffix])
        } else {
            NOUNS[self.nouns.draw(random)].to_string()
        }
    }

    fn verb(&self, random: &mut Random) -> &'static str {
        VERBS[self.verbs.draw(random)]
    }

    fn adjective(&self, random: &mut Random) -> &'static str {
        ADJECTIVES[self.adjectives.draw(random)]
    }

    fn subject_name(&self, random: &mut Random) -> String {
        let name = name(self.names.draw(random));
        match random.below(4) {
            0 => format!(
                "{name} {}",
                random.pick(&["Group", "Holdings", "Council", "Institute"])
            ),
            1 => random
                .pick(&["Seoul", "Washington", "the US", "Tokyo", "the EU"])
                .to_string(),
            _ => name,
        }
    }

    fn person(&self, random: &mut Random) -> String {
        let first = random.pick(&[
            "Anna", "Daniel", "Min-ji", "Robert", "Su-hyun", "Maria", "Jane",
        ]);
        format!("{first} {}", name(self.names.draw(random)))
    }

    fn role(&self, random: &mut Random) -> &'static str {
        random.pick(&[
            "head",
            "chief executive",
            "spokesman",
            "director",
            "a former minister",
        ])
    }

    fn number(&self, random: &mut Random) -> String {
        match random.below(3) {
            0 => format!("{}.{}", random.below(100), random.below(10)),
            1 => format!("{},{:03}", 1 + random.below(99), random.below(1000)),
            _ => (2 + random.below(98)).to_string(),
        }
    }
}

/// Returns the name of that rank, built of syllables: "Norvale", "Keldinor".
pub(super) fn name(rank: usize) -> String {
    let first = SYLLABLES[rank % SYLLABLES.len()];
    let second = SYLLABLES[(rank * 7 + rank / SYLLABLES.len()) % SYLLABLES.len()];
    let last = ENDS[rank / 5 % ENDS.len()];
    if rank.is_multiple_of(3) {
        capital(&format!("{first}{last}"))
    } else {
        capital(&format!("{first}{second}{last}"))
    }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

fn plural(noun: &str) -> String {
    match noun.strip_suffix('y') {
        Some(stem) if !noun.ends_with("ey") => format!("{stem}ies"),
        _ if noun.ends_with(['s', 'x', 'h']) => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}

fn past(verb: &str) -> String {
    match verb.strip_suffix('e') {
        Some(stem) => format!("{stem}ed"),
        None => format!("{verb}ed"),
    }
}

fn participle(verb: &str) -> String {
    format!("{}ing", verb.strip_suffix('e').unwrap_or(verb))
}

// Left as they are, since the formatter gives each word of a list a line.
#[rustfmt::skip]
const NOUNS: &[&str] = &[
    "government", "market", "company", "year", "policy", "minister", "report", "price", "plan",
    "bank", "trade", "tariff", "export", "worker", "election", "court", "law", "school",
    "student", "hospital", "doctor", "patient", "vaccine", "budget", "tax", "debt", "loan",
    "stock", "bond", "investor", "profit", "loss", "factory", "chip", "battery", "car",
    "engine", "airport", "train", "bridge", "road", "port", "ship", "farm", "crop", "food",
    "water", "river", "storm", "flood", "fire", "climate", "carbon", "energy", "reactor",
    "power", "grid", "oil", "gas", "pipeline", "mine", "metal", "steel", "house", "rent",
    "builder", "city", "village", "island", "border", "army", "missile", "drone", "treaty",
    "summit", "sanction", "embassy", "visa", "refugee", "union", "strike", "wage", "job",
    "pension", "insurer", "child", "parent", "teacher", "class", "exam", "research",
    "laboratory", "satellite", "rocket", "robot", "software", "network", "server", "hacker",
    "password", "privacy", "regulator", "rule", "license", "patent", "lawsuit", "judge",
    "prosecutor", "police", "crime", "prison", "witness", "victim", "protest", "crowd", "vote",
    "candidate", "party", "senator", "mayor", "reform", "scandal", "bribe", "audit", "museum",
    "artist", "painting", "film", "actor", "singer", "concert", "album", "novel", "writer",
    "festival", "tourist", "hotel", "beach", "forest", "animal", "bird", "garden", "kitchen",
    "recipe", "rice", "fruit", "stall", "shop", "brand", "customer", "delivery", "platform",
    "game", "player", "coach", "team", "league", "match", "record", "medal", "stadium", "fan",
    "runner", "swimmer", "injury", "surgeon", "disease", "virus", "cancer", "diet", "sleep",
    "memory", "brain", "language", "history", "culture", "religion", "temple", "tradition",
    "wedding", "birthrate", "population", "migration", "census", "survey", "poll", "forecast",
    "rain", "heat", "drought", "glacier", "ocean", "fish", "whale", "harvest", "subsidy",
    "fund", "startup", "founder", "merger", "supplier", "customs", "warehouse", "truck",
    "container",
];

#[rustfmt::skip]
const PREFIXES: &[&str] = &[
    "non-", "anti-", "micro", "super", "over", "sub", "inter", "re", "pre-", "post-", "mega",
    "co-", "under", "mid", "semi-", "ultra",
];

#[rustfmt::skip]
const SUFFIXES: &[&str] = &[
    "", "like", "maker", "-led row", "-based firm", "less", "wide", "holder", "ism",
];

#[rustfmt::skip]
const VERBS: &[&str] = &[
    "announce", "support", "expand", "reject", "review", "approve", "delay", "launch", "order",
    "demand", "question", "protect", "change", "reduce", "increase", "restore", "improve",
    "replace", "remove", "finance", "sponsor", "monitor", "measure", "compare", "examine",
    "investigate", "accuse", "defend", "attack", "repair", "rescue", "release", "recall",
    "inspect", "train", "hire", "reward", "tax", "limit", "extend", "suspend", "resume",
    "abandon", "adopt", "amend", "challenge", "welcome", "consider", "propose", "oppose",
    "endorse", "influence", "threaten", "undermine", "weaken", "strengthen", "transform",
    "modernize", "reorganize", "publish", "record", "document", "describe", "predict",
    "estimate", "calculate", "acquire",
];

#[rustfmt::skip]
const ADJECTIVES: &[&str] = &[
    "new", "large", "small", "public", "private", "local", "national", "foreign", "economic",
    "political", "social", "recent", "early", "late", "strong", "weak", "rising", "falling",
    "expensive", "cheap", "rare", "common", "controversial", "unexpected", "long-term",
    "short-term", "regional", "global", "domestic", "industrial", "digital", "medical", "legal",
    "financial", "historic", "modern", "traditional", "unstable", "reliable", "vulnerable",
    "independent", "temporary", "permanent", "ambitious", "cautious", "dangerous", "efficient",
    "state-run", "award-winning", "high-speed",
];

#[rustfmt::skip]
const MOVES: &[&str] = &[
    "climb", "jump", "gain", "slump", "decline", "advance", "tumble",
];

#[rustfmt::skip]
const PREPOSITIONS: &[&str] = &[
    "after", "before", "against", "during", "without", "because of",
];

#[rustfmt::skip]
const TIMES: &[&str] = &[
    "last year", "on Monday", "in the first quarter", "this week", "since 2019", "a month ago",
    "over the weekend", "by the end of the year", "in February", "for the third time",
];

#[rustfmt::skip]
const OPENINGS: &[&str] = &[
    "Meanwhile", "However", "In a statement", "On Friday", "For years",
    "According to officials", "In response", "At the same time", "Earlier", "Critics say",
];

#[rustfmt::skip]
const SYLLABLES: &[&str] = &[
    "nor", "kel", "var", "tam", "bel", "dor", "sil", "mar", "lun", "fen", "gar", "hol", "ras",
    "tor", "wes", "ald", "ber", "cam", "del", "est", "fal", "gol", "har", "ing", "jor", "kir",
    "lor", "mon", "nel", "ost", "per", "quin", "ros", "san", "thal", "ul", "ven", "wil", "yor",
    "zel",
];

#[rustfmt::skip]
const ENDS: &[&str] = &[
    "dale", "inor", "ton", "vale", "berg", "ski", "son", "man", "ford", "wick", "ley", "ham",
    "by", "stad", "mont", "ia", "ova", "etti", "ano", "er",
];
