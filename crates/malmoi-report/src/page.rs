//! `report.html`: the analysis as people look at it, in one file.
//!
//! The page holds its data as JSON and draws itself by a short script of our own
//! (`web/`). A content-security policy allows that script and that style, by their
//! hashes, and nothing else: no network, no other script, whatever a crawl has in its
//! titles. Without scripts a table of the publishers is left.

mod data;
mod evidence;
mod keywords;
mod movements;
mod policy;
mod topics;

use malmoi::Analysis;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde::Serialize;

use crate::summary::Summary;
use data::Data;
use evidence::Evidence;

/// The page does not get larger than this, in bytes; evidence is left out instead.
pub const MOST_BYTES: usize = 5_000_000;

/// How many first keywords of each list come with sentences, if there is room: what
/// [`AnalysisOptions::quoted`](malmoi::AnalysisOptions::quoted) should be.
pub const QUOTED: usize = 20;

const STYLE: &str = include_str!("../web/page.css");

/// In the order in which they need each other.
const SCRIPT: [&str; 11] = [
    include_str!("../web/words.js"),
    include_str!("../web/elements.js"),
    include_str!("../web/chart.js"),
    include_str!("../web/table.js"),
    include_str!("../web/coverage.js"),
    include_str!("../web/keywords.js"),
    include_str!("../web/compare.js"),
    include_str!("../web/movements.js"),
    include_str!("../web/topics.js"),
    include_str!("../web/copies.js"),
    include_str!("../web/page.js"),
];

/// How much of the evidence a page has.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Detail {
    /// At most so many publishers, those with most articles.
    publishers: usize,
    /// At most so many keywords of each list.
    keywords: usize,
    /// Of them, so many with sentences.
    quoted: usize,
    /// So many terms of each language whose bursts are the weightiest.
    moved: usize,
    /// Of each publisher, so many keywords whose course is shown as well.
    followed: usize,
    /// Of each publisher, so many keywords and as many frequent terms to compare
    /// two publishers by.
    compared: usize,
}

/// From all that a page is good for to what every page has room for.
const DETAILS: [Detail; 5] = [
    detail([200, 100, QUOTED, 60, 10, 40]),
    detail([200, 50, 10, 40, 5, 20]),
    detail([150, 30, 5, 30, 3, 10]),
    detail([120, 15, 3, 20, 1, 5]),
    detail([100, 6, 1, 10, 0, 3]),
];

const fn detail(of: [usize; 6]) -> Detail {
    let [publishers, keywords, quoted, moved, followed, compared] = of;
    Detail {
        publishers,
        keywords,
        quoted,
        moved,
        followed,
        compared,
    }
}

/// Returns the page of an analysis, with a section on topics if there are any.
///
/// # Errors
///
/// If what the analysis keeps on disk cannot be read.
pub fn page(analysis: &Analysis) -> Result<String, malmoi::Error> {
    let summary = Summary::of(analysis)?;
    let evidence = Evidence::of(analysis)?;
    let mut written = String::new();
    for detail in DETAILS {
        let data = Data::of(analysis, &evidence, detail);
        written = assemble(&summary, &policy::json(&data)).into_string();
        if written.len() <= MOST_BYTES {
            break;
        }
    }
    Ok(written)
}

fn assemble(summary: &Summary<'_>, json: &str) -> Markup {
    let script = format!(
        "(function () {{\n\"use strict\";\n{}}})();\n",
        SCRIPT.concat()
    );
    let policy = policy::policy(&script, STYLE);
    let text = |text: &str| policy::visible(text);
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content={ "malmoi " (summary.version) };
                title { "malmoi report" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#view=keywords" data-t="skip" { "Skip to the keywords" }
                header #top {}
                nav #nav {}
                main #main {
                    @for section in SECTIONS {
                        section id=(section) aria-labelledby={ (section) "-h" } {
                            h2 id={ (section) "-h" } data-t=(section) {}
                            div.body {}
                        }
                    }
                    noscript { (without_script(summary, &text)) }
                }
                footer #foot {}
                div #tip role="status" aria-live="polite" hidden {}
                script type="application/json" id="data" { (PreEscaped(json)) }
                script { (PreEscaped(script)) }
            }
        }
    }
}

/// In the order in which questions come up.
const SECTIONS: [&str; 6] = [
    "coverage",
    "keywords",
    "movements",
    "topics",
    "copies",
    "method",
];

/// What is left where scripts are not allowed.
fn without_script(summary: &Summary<'_>, text: &dyn Fn(&str) -> String) -> Markup {
    html! {
        p { "Charts and search need JavaScript; the tables beside this file have all numbers. "
            span lang="ko" { "차트와 검색에는 자바스크립트가 필요합니다. 모든 수치는 함께 저장된 표에 있습니다." } }
        div.scroll tabindex="0" role="region" aria-label="Publishers" {
            table {
                thead { tr {
                    th scope="col" { "Publisher" } th scope="col" { "Language" }
                    th scope="col" { "Articles" } th scope="col" { "Says more than the others" }
                } }
                tbody {
                    @for p in summary.publishers.iter().take(DETAILS[0].publishers) {
                        tr {
                            th scope="row" { bdi { (text(p.publisher.publisher)) } }
                            td { (p.publisher.language) }
                            td.number { (p.publisher.articles) }
                            td { @for k in p.keywords.iter().take(10) { bdi { (text(k.display)) } " " } }
                        }
                    }
                }
            }
        }
    }
}
