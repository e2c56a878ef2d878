//! JSON-LD as pages really have it.

use std::borrow::Cow;

use serde_json::Value;

/// Reads the JSON of a script element, without what hides it from old browsers and checkers
/// (`<![CDATA[`, comments) and with line ends inside of strings; `None` if it is none.
pub(crate) fn parse(script: &str) -> Option<Value> {
    let json = unwrapped(script);
    serde_json::from_str(json)
        .or_else(|_| serde_json::from_str(&escaped(json)))
        .ok()
}

/// What stands before the JSON, and behind it, in any order and number.
const BEFORE: [&str; 5] = ["<![CDATA[", "<!--", "//", "/*", "*/"];
const BEHIND: [&str; 6] = ["]]>", "-->", "//", "/*", "*/", ";"];

fn unwrapped(script: &str) -> &str {
    let mut json = script.trim();
    while let Some(rest) = BEFORE.iter().find_map(|mark| json.strip_prefix(mark)) {
        json = rest.trim_start();
    }
    while let Some(rest) = BEHIND.iter().find_map(|mark| json.strip_suffix(mark)) {
        json = rest.trim_end();
    }
    json
}

/// Returns JSON whose strings have their control characters escaped.
fn escaped(json: &str) -> Cow<'_, str> {
    if !json.bytes().any(|b| b.is_ascii_control()) {
        return json.into();
    }
    let mut out = String::with_capacity(json.len());
    let (mut is_string, mut is_escaped) = (false, false);
    for c in json.chars() {
        let opens = c == '"' && !is_escaped;
        is_string ^= opens;
        match c {
            // What a backslash stands before is the end of the line in scripts.
            c if is_string && c.is_ascii_control() => {
                if is_escaped {
                    out.pop();
                }
                out.push_str(match c {
                    '\n' => "\\n",
                    '\t' => "\\t",
                    _ => " ",
                });
                is_escaped = false;
                continue;
            }
            c => out.push(c),
        }
        is_escaped = is_string && c == '\\' && !is_escaped;
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_found_in_what_hides_it_and_strings_may_have_line_ends() {
        let body = |script: &str| parse(script)?["articleBody"].as_str().map(str::to_owned);
        for script in [
            "{\"articleBody\": \"정부는 \\\"대책\\\"을\\n발표했다.\"}",
            "{\"articleBody\": \"정부는 \\\"대책\\\"을\n발표했다.\"}",
            "{\r\n\t\"articleBody\": \"정부는 \\\"대책\\\"을\n발표했다.\"\r\n}\r\n",
            "<![CDATA[{\"articleBody\": \"정부는 \\\"대책\\\"을\\n발표했다.\"}]]>",
            "\n//<![CDATA[\n{\"articleBody\": \"정부는 \\\"대책\\\"을\\n발표했다.\"}\n//]]>\n",
            "/*<![CDATA[*/{\"articleBody\": \"정부는 \\\"대책\\\"을\\n발표했다.\"};/*]]>*/",
            "<!-- {\"articleBody\": \"정부는 \\\"대책\\\"을\\\n발표했다.\"} -->",
        ] {
            let found = body(script);
            assert_eq!(
                found.as_deref(),
                Some("정부는 \"대책\"을\n발표했다."),
                "{script}"
            );
        }
        assert_eq!(parse("{\"articleBody\": \"ends"), None);
        assert_eq!(parse(""), None);
        // Nothing is taken off a text.
        assert_eq!(
            parse("[\"// a ]]>\"]"),
            Some(serde_json::json!(["// a ]]>"]))
        );
    }
}
