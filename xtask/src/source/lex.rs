use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// One token: a name, one sign, a bracket or a literal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// The name or sign; literals are all `""`.
    pub(crate) text: String,
    /// Its line, from 1.
    pub(crate) line: usize,
    /// Whether it stands in an item that is compiled for tests only.
    pub(crate) test: bool,
}

/// The tokens of a text.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let text = match text.strip_prefix('\u{feff}').unwrap_or(text) {
        script if script.starts_with("#!/") => script.split_once('\n').map_or("", |(_, rest)| rest),
        text => text,
    };
    let stream: TokenStream =
        text.parse().map_err(|fault: proc_macro2::LexError| format!("cannot be read: {fault}"))?;
    let mut tokens = Vec::new();
    flatten(stream, false, &mut tokens);
    Ok(tokens)
}

fn flatten(stream: TokenStream, test: bool, into: &mut Vec<Token>) {
    // Whether an attribute has said that the item under way is for tests only.
    let mut marked = false;
    let mut previous = String::new();
    for tree in stream {
        let in_test = test || marked;
        let line = tree.span().start().line;
        let mut push =
            |text: &str, line| into.push(Token { text: text.to_owned(), line, test: in_test });
        match tree {
            TokenTree::Ident(name) => {
                previous = name.to_string();
                push(&previous, line);
            }
            TokenTree::Punct(sign) => {
                previous = sign.as_char().to_string();
                push(&previous, line);
                if sign.as_char() == ';' {
                    marked = false;
                }
            }
            TokenTree::Literal(_) => {
                previous = String::new();
                push("\"\"", line);
            }
            TokenTree::Group(group) => {
                let (open, close) = signs(group.delimiter());
                push(open, line);
                let attribute = previous == "#" && group.delimiter() == Delimiter::Bracket;
                let end = group.span_close().start().line;
                if attribute && for_tests(group.stream()) {
                    marked = true;
                }
                flatten(group.stream(), in_test, into);
                into.push(Token { text: close.to_owned(), line: end, test: in_test });
                if group.delimiter() == Delimiter::Brace {
                    marked = false;
                }
                close.clone_into(&mut previous);
            }
        }
    }
}

/// Whether an attribute's inside is `test`, `cfg(test)` or a `cfg(all(...))` with `test` in it, or a
/// test attribute of a runtime.
fn for_tests(attribute: TokenStream) -> bool {
    let words: Vec<String> = words(attribute);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["cfg", rest @ ..] => {
            rest.contains(&"test") && !rest.contains(&"not") && !rest.contains(&"any")
        }
        ["test"] | ["tokio", "test", ..] => true,
        _ => false,
    }
}

fn words(stream: TokenStream) -> Vec<String> {
    stream
        .into_iter()
        .flat_map(|tree| match tree {
            TokenTree::Ident(name) => vec![name.to_string()],
            TokenTree::Group(group) => words(group.stream()),
            TokenTree::Punct(_) | TokenTree::Literal(_) => Vec::new(),
        })
        .collect()
}

fn signs(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::None => ("", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::tokens;

    fn words(text: &str, for_tests: bool) -> String {
        tokens(text)
            .unwrap()
            .into_iter()
            .filter(|token| token.test == for_tests)
            .map(|token| token.text)
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn comments_and_strings_are_not_tokens() {
        let text = r##"
            //! println!
            /// dbg!
            fn a() { let _ = ("todo!()", r#"dbg!"#); /* panic!() */ }
        "##;
        let words = words(text, false);
        assert!(words.contains("fn a ( )"));
        assert!(!words.contains("println") && !words.contains("dbg") && !words.contains("todo"));
    }

    #[test]
    fn an_item_for_tests_ends_with_its_braces_or_its_semicolon() {
        let text =
            "fn a() {} #[cfg(test)] mod t { fn b() {} } fn c() {} #[cfg(test)] use d; fn e() {}";
        assert_eq!(words(text, true), "mod t { fn b ( ) { } } use d ;");
        let text = "#[cfg(not(test))] fn a() {} #[cfg(all(test, unix))] #[inline] fn b() {}";
        assert!(words(text, false).ends_with("fn a ( ) { } # [ cfg ( all ( test , unix ) ) ]"));
    }

    #[test]
    fn lines_are_counted_from_one() {
        let tokens = tokens("a\n\nb {\n}").unwrap();
        let lines: Vec<usize> = tokens.iter().map(|token| token.line).collect();
        assert_eq!(lines, [1, 3, 3, 4]);
    }

    #[test]
    fn a_text_that_is_no_rust_is_an_error() {
        assert!(tokens("fn a( {").is_err());
    }
}
