use super::super::error::Refusal;

/// A piece of a query.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A keyword or a field without brackets, as it stood.
    Word(String),
    /// `[Field]`.
    Field(String),
    Text(String),
    Number(f64),
    /// `@macro`, in lower case.
    Macro(String),
    /// An operator or a bracket or comma.
    Sign(&'static str),
}

impl Token {
    pub(super) fn is_word(&self, word: &str) -> bool {
        matches!(self, Self::Word(text) if text.eq_ignore_ascii_case(word))
    }
}

const SIGNS: [&str; 11] = ["<>", "<=", ">=", "=", "<", ">", "(", ")", ",", "+", "-"];

/// Cuts a query into pieces.
pub(super) fn tokens(query: &str) -> Result<Vec<Token>, Refusal> {
    let mut tokens = Vec::new();
    let mut rest = query.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, after) = match first {
            '[' => {
                let (name, after) = rest
                    .get(1..)
                    .and_then(|rest| rest.split_once(']'))
                    .ok_or_else(|| syntax("Expecting closing square bracket", rest))?;
                (Token::Field(name.trim().to_owned()), after)
            }
            '\'' | '"' => quoted(rest, first)?,
            '@' => {
                let (name, after) = word(rest.get(1..).unwrap_or_default());
                (Token::Macro(name.to_ascii_lowercase()), after)
            }
            '0'..='9' => {
                let end =
                    rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
                let (number, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
                let value = number.parse().map_err(|_| syntax("Expecting a number", number))?;
                (Token::Number(value), after)
            }
            _ => {
                if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
                    (Token::Sign(sign), rest.get(sign.len()..).unwrap_or_default())
                } else {
                    let (name, after) = word(rest);
                    if name.is_empty() {
                        return Err(syntax("Unexpected character", rest));
                    }
                    (Token::Word(name.to_owned()), after)
                }
            }
        };
        tokens.push(token);
        rest = after.trim_start();
    }
    Ok(tokens)
}

fn word(text: &str) -> (&str, &str) {
    let end =
        text.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '.').unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// A text in quotes; a doubled quote stands for one.
fn quoted(text: &str, quote: char) -> Result<(Token, &str), Refusal> {
    let mut out = String::new();
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c != quote {
            out.push(c);
        } else if chars.peek().is_some_and(|(_, next)| *next == quote) {
            out.push(quote);
            chars.next();
        } else {
            return Ok((Token::Text(out), text.get(at + 1..).unwrap_or_default()));
        }
    }
    Err(syntax("Expecting closing quote", text))
}

pub(super) fn syntax(what: &str, near: &str) -> Refusal {
    let near: String = near.chars().take(40).collect();
    Refusal::query(format!(
        "TF51006: The query statement is not valid. {what}. The error is caused by «{near}»."
    ))
}
