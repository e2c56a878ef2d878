//! The words that tell where an English sentence ends or begins.

/// Words that begin sentences and end no name.
pub(super) const LONG_OPENERS: &[&str] = &[
    "The",
    "This",
    "That",
    "These",
    "Those",
    "There",
    "They",
    "Their",
    "She",
    "His",
    "Her",
    "Its",
    "Our",
    "When",
    "While",
    "With",
    "Whether",
    "What",
    "Where",
    "Who",
    "Why",
    "How",
    "However",
    "But",
    "And",
    "For",
    "From",
    "After",
    "Before",
    "Since",
    "Still",
    "Meanwhile",
    "Despite",
    "Although",
    "Though",
    "Under",
    // What pages put behind an article.
    "Copyright",
    "Enlarge",
    "Advertisement",
    "Related",
    "During",
    "Both",
    "Earlier",
    "According",
    "Also",
    "Amid",
    "Among",
    "Another",
    "Asked",
    "Because",
    "Between",
    "Even",
    "Following",
    "Given",
    "Instead",
    "Last",
    "Many",
    "Moreover",
    "Most",
    "Once",
    "Some",
    "Then",
    "Through",
    "Today",
    "Until",
];

/// Short words that begin sentences, for use behind an acronym. `As` is not
/// among them: it ends plurals such as `FTAs`.
pub(super) const SHORT_OPENERS: &[&str] = &["On", "In", "At", "It", "He", "If", "By", "We", "To"];

/// Words with a capital that end credits and captions, behind which a word that
/// begins a sentence is no part of a name.
pub(super) const CREDITS: &[&str] = &[
    "Images", "Photo", "Photos", "Reuters", "Press", "Below", "Above", "Caption",
];

/// Words whose full stop ends no sentence.
pub(super) const ABBREVIATIONS: &[&str] = &[
    "Mr", "Mrs", "Ms", "Dr", "St", "Gen", "Sen", "Rep", "Gov", "Prof", "Lt", "Col", "Sgt", "Capt",
    "Sec", "Adm", "Maj", "Rev", "Hon", "Mt", "Ft", "Pres", "vs", "Ph", "Fr",
];

/// What stands behind the full stop in the names of firms and websites.
pub(super) const NAME_ENDS: &[&str] = &[
    "com", "net", "org", "ltd", "inc", "js", "io", "ai", "tv", "kr",
];
