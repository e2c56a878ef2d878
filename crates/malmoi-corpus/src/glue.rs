//! Parting sentences that a crawler glued together.
//!
//! Where a page had two paragraphs, a caption or a heading, the crawled text
//! often has nothing: `its long-running ban.President Lee`, `(Yonhap)The
//! leaders`, `off tableWhether China`, `발표했다.업계는`. Each such place gets a
//! line end; nothing else changes, so a wrong one costs little.
//!
//! A place is told by the characters on both sides of it. Left of it must
//! stand the end of a sentence (`.`, `!`, `?` or `…`, perhaps with closing
//! quotation marks or brackets), a closing bracket, or a word in which a
//! capital would be odd; right of it a capitalised word, a Hangul syllable, a
//! digit after Hangul, an opening quotation mark, or, after a small letter and a
//! full stop, a bracket with a capital in it (`his term.( Also on`).
//!
//! Left whole, on purpose: addresses (`example.com`, `kim@Example.Com`),
//! `U.S.`, `e.g.`, `Ph.D`, `Nov.1`, `3.5`, `node.js`, `Character.AI`,
//! `St.Petersburg` and other titles before a name, `YouTube`, `iPhone`,
//! `macOS`, `FTAs`, `Corp.은`, a quotation and the particle behind it
//! (`“했다.”고`), a bracket and its particle (`이재명(李在明)은`), and `(여자)아이들`.
//! Parted although they are names: `Yahoo!Japan`, `kakaoTalk`.

mod scan;
mod sentence;
mod words;

use scan::Scan;

/// Puts a line end between sentences that have none and no space either.
///
/// Takes time in proportion to the text, even if it is one long line.
pub(crate) fn part(text: String) -> String {
    let mut out = String::new();
    let mut from = 0;
    let mut scan = Scan::new(&text);
    while let Some(at) = scan.next_seam() {
        out.push_str(&text[from..at]);
        out.push('\n');
        from = at;
    }
    if from == 0 {
        return text;
    }
    out.push_str(&text[from..]);
    out
}

/// The longest word in Latin letters, in bytes.
const WORD: usize = 40;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glued_sentences_are_parted() {
        for (glued, parted) in [
            ("the long ban.President Han", "the long ban.|President Han"),
            ("(Yonhap)The leaders", "(Yonhap)|The leaders"),
            (
                "(File Photo - Reuters)K-pop concert",
                "(File Photo - Reuters)|K-pop concert",
            ),
            ("on Friday.However, he", "on Friday.|However, he"),
            ("of the year.“Since then", "of the year.|“Since then"),
            ("said.‘We will", "said.|‘We will"),
            ("the issue.”Han further", "the issue.”|Han further"),
            (
                "\"resolve the issue.\"Han further",
                "\"resolve the issue.\"|Han further",
            ),
            (
                "He said so.\"We will go,\" he",
                "He said so.|\"We will go,\" he",
            ),
            (
                "it would be “stable.”“Commensurate",
                "it would be “stable.”|“Commensurate",
            ),
            ("“For now.\"Han also", "“For now.\"|Han also"),
            ("the ban.A man", "the ban.|A man"),
            ("he said.I think", "he said.|I think"),
            ("the ban.U.S. troops", "the ban.|U.S. troops"),
            ("a pact with NATO.The next", "a pact with NATO.|The next"),
            ("in the U.S.The next", "in the U.S.|The next"),
            ("at 3 p.m.The next", "at 3 p.m.|The next"),
            ("is Han’s.The next", "is Han’s.|The next"),
            ("in 2026.The next", "in 2026.|The next"),
            ("by 3%.The next", "by 3%.|The next"),
            ("really?Yes, he", "really?|Yes, he"),
            ("(Yonhap)“We will", "(Yonhap)|“We will"),
            ("said McHan.The next", "said McHan.|The next"),
            ("in the 1990s.The next", "in the 1990s.|The next"),
            ("he said.Gov. Han", "he said.|Gov. Han"),
            ("the ban.SUVs are", "the ban.|SUVs are"),
            (
                "the ban.ADVERTISEMENTThe next",
                "the ban.|ADVERTISEMENT|The next",
            ),
            ("for moms“Not yet", "for moms|“Not yet"),
            ("his term.( Also on", "his term.|( Also on"),
            ("her post.(PHOTOS: Ten", "her post.|(PHOTOS: Ten"),
            (
                "AFP/Getty ImagesIt's not yet",
                "AFP/Getty Images|It's not yet",
            ),
            (
                "AFP/Getty ImagesImportantly, he",
                "AFP/Getty Images|Importantly, he",
            ),
            ("the Form BelowIn the", "the Form Below|In the"),
            (
                "Donald John TrumpTrump says",
                "Donald John Trump|Trump says",
            ),
            (
                "HeathUSA TODAYWASHINGTON — He",
                "HeathUSA TODAY|WASHINGTON — He",
            ),
            ("off tableWhether it", "off table|Whether it"),
            ("in briefApart from", "in brief|Apart from"),
            ("a Lifted BanThe next", "a Lifted Ban|The next"),
            ("role on NKOn the", "role on NK|On the"),
            (
                "Manage NewslettersCopyright © 2026",
                "Manage Newsletters|Copyright © 2026",
            ),
            ("발표했다.정부는", "발표했다.|정부는"),
            ("발표했다.LG전자는", "발표했다.|LG전자는"),
            ("발표했다.2026년", "발표했다.|2026년"),
            ("발표했다.“이번", "발표했다.|“이번"),
            ("괜찮아요.그래서", "괜찮아요.|그래서"),
            ("될까?정부는", "될까?|정부는"),
            ("밝혔다.”정부는", "밝혔다.”|정부는"),
            ("(사진=연합뉴스)정부는", "(사진=연합뉴스)|정부는"),
            ("밝혔다.(연합뉴스)정부는", "밝혔다.(연합뉴스)|정부는"),
            ("in Seoul.정부는", "in Seoul.|정부는"),
        ] {
            assert_eq!(part(glued.to_owned()).replace('\n', "|"), parted);
        }
    }

    #[test]
    fn a_place_is_found_wherever_in_a_block_it_is() {
        let text = "발표했다.정부는 \"그렇다.\"고 off tableWhether it…“Yes”The end.";
        let parted = part(text.to_owned());
        assert_eq!(parted.matches('\n').count(), 3, "{parted}");
        for shift in 0..40 {
            let before = " ".repeat(shift);
            assert_eq!(part(before.clone() + text), before + &parted);
        }
    }

    #[test]
    fn what_belongs_together_stays_together() {
        for text in [
            "the U.S. and the U.S.-led",
            "Nov.1 and Oct.30, 2025",
            "3.5 percent, e.g. this, i.e.that",
            "example.com and www.Example.Com and https://a.example/Path.Html",
            "kim@Example.Com wrote",
            "node.js, Node.JS and Character.AI are",
            "Ph.D and St.Petersburg and Mr.Kim and J.Kim",
            "Samsung Co.Ltd and Amazon.Com Inc.",
            "YouTube iPhone McDonald macOS WeChat TikTok OpenAI LinkedIn FTAs DVDs",
            "Apple Inc.(AAPL) and the U.S.(US) and sin.(x) and 했다.(The Times, 2016)",
            "PressReader and PhotoShop and LinkedIn is TODAY",
            "WhatsApp and PowerPoint and #kakaoTalk",
            "(G)I-dle and (여자)아이들",
            "이재명(李在明)은 한국방송(KBS)이 (주)LG전자와 (가칭)AI위원회를",
            "“환영했다.”고 말했다. “그렇다.”라며 \"한다.\"는 뜻",
            "환영한다.라고 말했다",
            "광주.전남, 3.1운동, 4.19혁명, 8.15광복",
            "Corp.은 U.S.는 etc.를 Inc.의",
            "“quoted”Han and (see)it",
            "said. \"We will,\" and \"Then.\" he",
            "",
            ".",
            "A",
            "다.",
        ] {
            assert_eq!(part(text.to_owned()), text);
        }
    }

    #[test]
    fn a_long_line_takes_time_in_proportion() {
        // Each of these would take hours if every place looked at all before it.
        for unit in ["aB", ")A", "\"", ".”", "((((", "다.", "(가)나", "AAAAThe"] {
            part(unit.repeat(1_000_000 / unit.len()));
        }
    }
}
