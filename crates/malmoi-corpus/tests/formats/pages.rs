//! Web pages.

use super::*;

const PAGE: &str = r#"<!DOCTYPE html>
<html lang="ko"><head><meta charset="utf-8">
<title>항만 노선 합의 - 예시일보</title>
<meta property="og:title" content="항만 노선 합의 &amp;amp; 전망">
<meta property="og:site_name" content="예시일보">
<meta property="article:published_time" content="2026-01-02T09:10:00+09:00">
<meta property="article:section" content="경제">
<meta name="author" content="홍길동 기자">
<link rel="canonical" href="https://press.example/1">
<script>var x = "<div>광고</div>";</script>
</head><body>
<nav><ul><li><a href="/">홈</a></li><li><a href="/e">경제</a></li></ul></nav>
<div class="article-body"><h1>항만 노선 합의</h1>
<p>정부와 항만공사는 2일 새 노선을 열기로 합의했다. 합의에는 세 도시가 참여하며, 첫 배는 다음 달에 떠난다고 밝혔다.</p>
<p>관계자는 "물동량이 두 배로 늘 것"이라고 말했다.<br>이어 "비용은 나눠 낸다"고 덧붙였다. AT&amp;amp;T도 참여한다.</p>
<p>지역 주민들은 소음과 교통 문제를 걱정하며, 대책을 먼저 세워 달라고 요구했다. 시는 다음 주에 설명회를 연다.</p>
</div>
<footer><p>Copyright 예시일보</p></footer></body></html>"#;

#[test]
fn the_main_text_and_what_the_page_says_about_itself_are_read() {
    for name in ["a.html", "a.htm", "a", "a.txt"] {
        let d = one_document(file(name, PAGE));
        assert!(d.text.starts_with("정부와 항만공사는"), "{}", d.text);
        assert!(d.text.contains("말했다.\n이어"), "{}", d.text);
        assert!(d.text.contains("AT&amp;T도"), "decoded once: {}", d.text);
        assert!(d.text.ends_with("설명회를 연다."), "{}", d.text);
        assert!(!d.text.contains("홈") && !d.text.contains("광고"));
        assert_eq!(d.title.as_deref(), Some("항만 노선 합의 &amp; 전망"));
        assert_eq!(d.publisher.as_deref(), Some("예시일보"));
        assert_eq!(d.author.unwrap().name.as_deref(), Some("홍길동"));
        assert_eq!(d.published_at.unwrap().to_string()[..10], *"2026-01-02");
        assert_eq!(d.category.as_deref(), Some("경제"));
        assert_eq!(d.url.as_deref(), Some("https://press.example/1"));
    }
}

#[test]
fn json_ld_goes_before_meta_elements() {
    let script = r#"<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
        {"@type": "WebSite", "name": "x"},
        {"@type": ["NewsArticle"], "headline": "&quot;합의&quot; A&amp;B &lt;1&gt;", "datePublished": "2026-01-03",
         "publisher": {"@type": "Organization", "name": "다라신문"}, "author": [{"name": "김영희"}]}]}</script></head>"#;
    let d = one_document(file("a.html", PAGE.replace("</head>", script)));
    assert_eq!(d.title.as_deref(), Some("\"합의\" A&B <1>"));
    assert_eq!(d.publisher.as_deref(), Some("다라신문"));
    assert_eq!(d.author.unwrap().name.as_deref(), Some("김영희"));
    assert_eq!(d.published_at.unwrap().to_string(), "2026-01-03");
    let broken = r#"<script type="application/ld+json">{"@type": "NewsArticle", </script></head>"#;
    let d = one_document(file("a.html", PAGE.replace("</head>", broken)));
    assert_eq!(d.publisher.as_deref(), Some("예시일보"));
}

#[test]
fn captions_and_related_links_are_left_out() {
    let plain = one_document(file("a.html", PAGE)).text;
    for (before, extra) in [
        (
            "<p>관계자는",
            "<figure><img src=a.jpg><figcaption>두 정상의 악수</figcaption></figure>",
        ),
        (
            "<p>관계자는",
            "<div><em class=\"img_desc\">두 정상의 악수</em></div>",
        ),
        (
            "<p>관계자는",
            "<span class=\"end_photo_org\"><img src=a.jpg><em>두 정상의 악수</em></span>",
        ),
        (
            "</div>\n<footer>",
            "<div><h3>관련기사</h3><ul><li><a href=x>항만 노선 재개</a></li></ul></div>",
        ),
        (
            "</div>\n<footer>",
            "<p><b>Related articles</b></p><ul><li><a href=x>Port opens</a></li></ul>",
        ),
    ] {
        let page = PAGE.replacen(before, &format!("{extra}{before}"), 1);
        assert_ne!(page, PAGE);
        assert_eq!(one_document(file("a.html", page)).text, plain, "{extra}");
    }
    // What stands below such a heading and is no list of links is the article's.
    let list = "<h3>관련기사</h3><ul><li>첫째로 요금을 내린다.</li></ul>";
    let page = PAGE.replacen("<p>관계자는", &format!("{list}<p>관계자는"), 1);
    let text = one_document(file("a.html", page)).text;
    assert!(text.contains("첫째로 요금을"), "{text}");
}

#[test]
fn pages_of_a_portal_tell_outlet_and_time() {
    let page = PAGE
        .replace("og:site_name\" content=\"예시일보", "og:article:author\" content=\"예시일보 | 네이버")
        .replace("<meta property=\"article:published_time\" content=\"2026-01-02T09:10:00+09:00\">", "")
        .replace("<p>정부와", "<span class=\"time\" data-date-time=\"2026-01-05 09:10:00\">2026.01.05. 오전 9:10</span><p>정부와");
    let d = one_document(file("a.html", page));
    assert_eq!(d.publisher.as_deref(), Some("예시일보"));
    assert_eq!(d.published_at.unwrap().to_string()[..10], *"2026-01-05");
}

#[test]
fn pages_without_metadata_may_tell_the_time_in_their_elements() {
    let meta = "<meta property=\"article:published_time\" content=\"2026-01-02T09:10:00+09:00\">";
    let day = |extra: &str| {
        let page = PAGE
            .replace(meta, "")
            .replace("<p>정부와", &format!("{extra}<p>정부와"));
        let date = one_document(file("a.html", page)).published_at;
        date.map(|date| date.to_string()[..10].to_owned())
    };
    let time = "<time datetime=\"2026-01-05T09:10:00Z\">a day ago</time>";
    let other = time.replace("-05", "-07");
    assert_eq!(day(time).as_deref(), Some("2026-01-05"));
    // Two, of which either may be of another article.
    assert_eq!(day(&format!("{time}{other}")), None);
    let article = format!("{other}<article>{time}</article>");
    assert_eq!(day(&article).as_deref(), Some("2026-01-05"));
    let microdata =
        format!("{other}{time}<span itemprop=\"datePublished\" content=\"2026-01-06\"></span>");
    assert_eq!(day(&microdata).as_deref(), Some("2026-01-06"));
}

#[test]
fn a_page_without_an_article_is_an_empty_body() {
    for page in [
        "<html></html>",
        "<!doctype html><body><a href=x>x</a></body>",
    ] {
        assert_eq!(told(&file("a.html", page)), ["! empty-body"]);
    }
}

#[test]
fn pages_that_would_take_forever_are_refused() {
    let deep = format!("<html><body>{}text", "<div>".repeat(100_000));
    assert_eq!(told(&file("a.html", deep)), ["! too-large"]);
    let large = format!("<html><body>{}", "text ".repeat(4 << 20));
    assert_eq!(told(&file("a.html", large)), ["! too-large"]);
    let dotted = format!("<html><body><p>{}", "가·".repeat(400_000));
    assert_eq!(told(&file("a.html", dotted)), ["! too-large"]);
    let listed = format!("<html><body><p>{}", "비가 왔다고 했다. · ".repeat(4_000));
    assert_ne!(told(&file("a.html", listed)), ["! too-large"]);
}
