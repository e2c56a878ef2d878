/// Who wrote an article, as far as it says. At least one field is there.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Author {
    /// The name, without "By" before and "기자" after it; otherwise as written,
    /// several names together.
    pub name: Option<String>,
    /// The e-mail address; the first, if there are several.
    pub email: Option<String>,
}

/// What stands behind a Korean name in a byline and is no part of it, the
/// longer ones first.
const TITLES: &[&str] = &[
    "선임기자",
    "전문기자",
    "인턴기자",
    "수습기자",
    "객원기자",
    "취재기자",
    "사진기자",
    "대기자",
    "논설위원",
    "통신원",
    "특파원",
    "기자",
];

impl Author {
    /// Takes a cleaned line such as `Ji Da-gyum dagyumji@heraldcorp.com` apart.
    pub(crate) fn parse(line: &str) -> Option<Author> {
        let mut author = Author::default();
        let mut name = String::new();
        for word in line.split_whitespace() {
            if let Some(email) = email(word) {
                author.email.get_or_insert(email.to_owned());
                continue;
            }
            if !name.is_empty() {
                name.push(' ');
            }
            name.push_str(word);
        }
        let name = strip_title(strip_dateline(name.strip_prefix("By ").unwrap_or(&name)));
        author.name = (!name.is_empty()).then(|| name.to_owned());
        (author != Author::default()).then_some(author)
    }

    /// Reads a line that is nothing but a byline: `By Micah Jonah`,
    /// `- SARAH KIM`, `홍길동 기자`, or one of them with an e-mail address, or
    /// such an address alone.
    pub(crate) fn byline(line: &str) -> Option<Author> {
        let line = line.trim();
        if line.len() > MAX_BYLINE {
            return None;
        }
        let rest = ["By ", "BY ", "by ", "- ", "– ", "— "]
            .iter()
            .find_map(|p| line.strip_prefix(p));
        let author = Author::parse(rest.unwrap_or(line))?;
        let Some(name) = &author.name else {
            return Some(author);
        };
        let given = match rest {
            // One word behind "By" is an agency; behind a dash it may be anything.
            Some(_) => is_latin_name(name, if line.starts_with(['B', 'b']) { 1 } else { 2 }),
            None => is_korean_byline(line) || author.email.is_some() && is_latin_name(name, 2),
        };
        given.then_some(author)
    }
}

/// The longest byline, in bytes; a longer line is a sentence.
const MAX_BYLINE: usize = 120;

/// Returns the e-mail address that `word` is, without brackets around it.
fn email(word: &str) -> Option<&str> {
    let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let word = word.strip_prefix("mailto:").unwrap_or(word);
    let (local, domain) = word.split_once('@')?;
    let plain = |s: &str| {
        !s.is_empty()
            && s.bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"._%+-".contains(&b))
    };
    let (host, top) = domain.rsplit_once('.')?;
    (plain(local) && plain(host) && top.len() >= 2 && plain(top)).then_some(word)
}

/// Strips the bracket with place and agency that a byline may begin with.
fn strip_dateline(name: &str) -> &str {
    let end = match name.chars().next() {
        Some('(') => ')',
        Some('[') => ']',
        _ => return name,
    };
    match name.split_once(end) {
        Some((_, rest)) if !rest.trim().is_empty() => rest,
        _ => name,
    }
}

fn strip_title(name: &str) -> &str {
    let name = name.trim_matches(|c: char| " \t,;:/|=·-–—<>()[]".contains(c));
    for title in TITLES {
        if let Some(rest) = name.strip_suffix(title) {
            // 대기자 may end a name; two syllables are the shortest name.
            if rest.trim_end().chars().count() >= 2 {
                return rest.trim_end();
            }
        }
    }
    name
}

/// Whether there are `least` to eight words, each of which begins with a capital
/// or joins two names.
fn is_latin_name(name: &str, least: usize) -> bool {
    let words = || name.split([' ', ',', '&']).filter(|w| !w.is_empty());
    let capital = |w: &str| {
        let letters = |c: char| c.is_alphabetic() || "-'’.".contains(c);
        w.starts_with(char::is_uppercase) && w.chars().all(letters)
    };
    let joins = |w: &str| {
        [
            "and", "de", "van", "von", "bin", "al", "der", "la", "reporter", "staff",
        ]
        .contains(&w)
    };
    let first = words().next().is_some_and(capital);
    let sentence = name.ends_with(['.', '!', '?']);
    first
        && !sentence
        && (least..=8).contains(&words().count())
        && words().all(|w| capital(w) || joins(w))
}

/// Whether a line says only that one or two Koreans are reporters.
fn is_korean_byline(line: &str) -> bool {
    let hangul = |c: char| ('가'..='힣').contains(&c);
    let words = line
        .split(|c: char| c.is_whitespace() || ",·/=-[]()|".contains(c))
        .filter(|w| !w.is_empty() && email(w).is_none());
    let (mut titles, mut names) = (0, 0);
    for word in words {
        let name = strip_title(word);
        if TITLES.contains(&word) {
            titles += 1;
        } else if (2..=4).contains(&name.chars().count()) && name.chars().all(hangul) {
            names += 1;
            titles += usize::from(name.len() < word.len());
        } else {
            return false;
        }
    }
    // Two words before the title are two names only if something parts them.
    titles >= 1 && (names == 1 || (2..=3).contains(&names) && line.contains([',', '·', '/', '=']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(parsed: Option<Author>, name: &str, email: &str) {
        let author = parsed.unwrap();
        assert_eq!(author.name.as_deref().unwrap_or(""), name);
        assert_eq!(author.email.as_deref().unwrap_or(""), email);
    }

    #[test]
    fn a_name_and_an_address_are_told_apart() {
        check(
            Author::parse("Ha Na-rae narae@press.example"),
            "Ha Na-rae",
            "narae@press.example",
        );
        check(Author::parse("김철수 기자"), "김철수", "");
        check(
            Author::parse("김철수기자 (kim@press.example)"),
            "김철수",
            "kim@press.example",
        );
        check(
            Author::parse("<desk@press.example>"),
            "",
            "desk@press.example",
        );
        assert_eq!(Author::parse(""), None);
    }

    #[test]
    fn bylines_are_recognised() {
        check(Author::byline("By Micah Jonah"), "Micah Jonah", "");
        check(Author::byline("- SARAH KIM"), "SARAH KIM", "");
        check(Author::byline("홍길동 기자"), "홍길동", "");
        check(
            Author::byline("홍길동 기자 hong@press.example"),
            "홍길동",
            "hong@press.example",
        );
        check(Author::byline("홍길동·김철수 기자"), "홍길동·김철수", "");
        check(
            Author::byline("(서울=예시뉴스) 홍길동 기자 ="),
            "홍길동",
            "",
        );
        check(Author::byline("By Yonhap"), "Yonhap", "");
        check(
            Author::byline("By Kim Min-su and Lee Ji-ho"),
            "Kim Min-su and Lee Ji-ho",
            "",
        );
    }

    #[test]
    fn sentences_are_no_bylines() {
        for line in [
            "By noon the talks were over.",
            "By January the ban had been lifted",
            "- The summit begins on Monday",
            "- Seoul",
            "Sarah Kim",
            "기자",
            "대통령은 오늘 기자",
            "오늘 오후 서울에서 기자",
        ] {
            assert_eq!(Author::byline(line), None, "{line}");
        }
    }
}
