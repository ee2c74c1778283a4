//! The query language, as far as a program needs it: clauses joined by AND, OR and NOT, and an
//! order.

/// A query as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Query {
    pub(super) filter: Option<Expr>,
    pub(super) order: Vec<(String, Option<Direction>)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Expr {
    And(Vec<Self>),
    Or(Vec<Self>),
    Not(Box<Self>),
    Clause(Clause),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clause {
    pub(super) field: String,
    pub(super) operator: Operator,
    pub(super) operands: Vec<Operand>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Operand {
    Text(String),
    /// The name of a function, lower case.
    Function(String),
    Empty,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    /// `=`, `IN` and `IS`.
    In,
    /// `!=`, `NOT IN` and `IS NOT`.
    NotIn,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Like,
    NotLike,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Ascending,
    Descending,
}

/// Most fields in an order.
const MAX_ORDER: usize = 7;
/// Deepest nesting of parentheses and NOT.
const MAX_DEPTH: usize = 32;

impl Query {
    /// Reads a query; the error is the message of the refusal.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut reader = Reader { tokens: tokens(text)?, at: 0, depth: 0 };
        let filter = match reader.peek() {
            None => None,
            Some(token) if token.is_word("order") => None,
            Some(_) => Some(reader.either()?),
        };
        let order = reader.order()?;
        match reader.peek() {
            None => Ok(Self { filter, order }),
            Some(token) => Err(syntax(&format!("Unexpected '{}'", token.text()))),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Word(String),
    Quoted(String),
    Sign(&'static str),
}

impl Token {
    fn is_word(&self, wanted: &str) -> bool {
        matches!(self, Self::Word(word) if word.eq_ignore_ascii_case(wanted))
    }

    fn text(&self) -> &str {
        match self {
            Self::Word(text) | Self::Quoted(text) => text,
            Self::Sign(sign) => sign,
        }
    }
}

struct Reader {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

impl Reader {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    fn take_word(&mut self, wanted: &str) -> bool {
        let found = self.peek().is_some_and(|token| token.is_word(wanted));
        self.at += usize::from(found);
        found
    }

    fn take_sign(&mut self, wanted: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Sign(sign)) if *sign == wanted);
        self.at += usize::from(found);
        found
    }

    fn either(&mut self) -> Result<Expr, String> {
        let mut all = vec![self.both()?];
        while self.take_word("or") || self.take_sign("||") {
            all.push(self.both()?);
        }
        Ok(one_of(all, Expr::Or))
    }

    fn both(&mut self) -> Result<Expr, String> {
        let mut all = vec![self.single()?];
        while self.take_word("and") || self.take_sign("&&") {
            all.push(self.single()?);
        }
        Ok(one_of(all, Expr::And))
    }

    fn single(&mut self) -> Result<Expr, String> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(syntax("The query is nested too deeply"));
        }
        let found = if self.take_word("not") || self.take_sign("!") {
            Expr::Not(Box::new(self.single()?))
        } else if self.take_sign("(") {
            let inner = self.either()?;
            if !self.take_sign(")") {
                return Err(syntax("Expecting ')'"));
            }
            inner
        } else {
            Expr::Clause(self.clause()?)
        };
        self.depth -= 1;
        Ok(found)
    }

    fn clause(&mut self) -> Result<Clause, String> {
        let field = match self.next() {
            Some(Token::Word(name) | Token::Quoted(name)) => name,
            Some(Token::Sign(sign)) => {
                return Err(syntax(&format!("Expecting a field name but got '{sign}'")));
            }
            None => return Err(syntax("Expecting a field name but the query ended")),
        };
        let operator = self.operator(&field)?;
        let operands = if self.take_sign("(") {
            let mut operands = vec![self.operand()?];
            while self.take_sign(",") {
                operands.push(self.operand()?);
            }
            if !self.take_sign(")") {
                return Err(syntax("Expecting ')' or ','"));
            }
            operands
        } else {
            vec![self.operand()?]
        };
        Ok(Clause { field, operator, operands })
    }

    fn operator(&mut self, field: &str) -> Result<Operator, String> {
        let token = self.next();
        let found = match &token {
            Some(Token::Sign("=")) => Some(Operator::In),
            Some(Token::Sign("!=")) => Some(Operator::NotIn),
            Some(Token::Sign("<")) => Some(Operator::Less),
            Some(Token::Sign("<=")) => Some(Operator::LessOrEqual),
            Some(Token::Sign(">")) => Some(Operator::Greater),
            Some(Token::Sign(">=")) => Some(Operator::GreaterOrEqual),
            Some(Token::Sign("~")) => Some(Operator::Like),
            Some(Token::Sign("!~")) => Some(Operator::NotLike),
            Some(word) if word.is_word("in") => Some(Operator::In),
            Some(word) if word.is_word("not") && self.take_word("in") => Some(Operator::NotIn),
            Some(word) if word.is_word("is") => {
                Some(if self.take_word("not") { Operator::NotIn } else { Operator::In })
            }
            _ => None,
        };
        found.ok_or_else(|| match &token {
            Some(token) => {
                syntax(&format!("Expecting operator but got '{}'. {VALID}", token.text()))
            }
            None => {
                syntax(&format!("Expecting operator after '{field}' but the query ended. {VALID}"))
            }
        })
    }

    fn operand(&mut self) -> Result<Operand, String> {
        match self.next() {
            Some(Token::Quoted(text)) => Ok(Operand::Text(text)),
            Some(Token::Word(word)) => {
                if self.take_sign("(") {
                    return if self.take_sign(")") {
                        Ok(Operand::Function(word.to_lowercase()))
                    } else {
                        Err(syntax(&format!("Function '{word}' takes no arguments here")))
                    };
                }
                if word.eq_ignore_ascii_case("empty") || word.eq_ignore_ascii_case("null") {
                    return Ok(Operand::Empty);
                }
                Ok(Operand::Text(word))
            }
            Some(Token::Sign(sign)) => {
                Err(syntax(&format!("Expecting either a value, list or function but got '{sign}'")))
            }
            None => Err(syntax("Expecting either a value, list or function but the query ended")),
        }
    }

    fn order(&mut self) -> Result<Vec<(String, Option<Direction>)>, String> {
        let mut order = Vec::new();
        if !self.take_word("order") {
            return Ok(order);
        }
        if !self.take_word("by") {
            return Err(syntax("Expecting 'by' after 'order'"));
        }
        loop {
            let Some(Token::Word(field) | Token::Quoted(field)) = self.next() else {
                return Err(syntax("Expecting a field name in the ORDER BY clause"));
            };
            let direction = if self.take_word("asc") {
                Some(Direction::Ascending)
            } else if self.take_word("desc") {
                Some(Direction::Descending)
            } else {
                None
            };
            order.push((field, direction));
            if !self.take_sign(",") {
                break;
            }
        }
        if order.len() > MAX_ORDER {
            return Err(format!("The ORDER BY clause may name {MAX_ORDER} fields at most."));
        }
        Ok(order)
    }
}

const VALID: &str = "The valid operators are '=', '!=', '<', '>', '<=', '>=', '~', '!~', 'IN', \
                     'NOT IN', 'IS' and 'IS NOT'.";

fn one_of(mut all: Vec<Expr>, join: impl Fn(Vec<Expr>) -> Expr) -> Expr {
    match all.pop() {
        Some(only) if all.is_empty() => only,
        Some(last) => {
            all.push(last);
            join(all)
        }
        None => join(all),
    }
}

fn syntax(what: &str) -> String {
    format!("Error in the JQL Query: {what}.")
}

fn sign(text: &str) -> Option<&'static str> {
    const SIGNS: [&str; 14] =
        ["!=", "!~", "<=", ">=", "&&", "||", "=", "<", ">", "~", "(", ")", ",", "!"];
    SIGNS.into_iter().find(|sign| text.starts_with(sign))
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        if let Some(sign) = sign(rest) {
            tokens.push(Token::Sign(sign));
            rest = rest.get(sign.len()..).unwrap_or_default();
        } else if matches!(first, '"' | '\'') {
            let (quoted, after) = quoted(rest, first)?;
            tokens.push(Token::Quoted(quoted));
            rest = after;
        } else {
            let (word, after) = word(rest)?;
            if word.is_empty() {
                return Err(syntax(&format!(
                    "The character '{first}' is a reserved JQL character. You must enclose it in \
                     a string"
                )));
            }
            tokens.push(Token::Word(word));
            rest = after;
        }
        rest = rest.trim_start();
    }
    Ok(tokens)
}

fn quoted(text: &str, quote: char) -> Result<(String, &str), String> {
    let mut value = String::new();
    let mut letters = text.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some((_, 'n')) => value.push('\n'),
                Some((_, 't')) => value.push('\t'),
                Some((_, escaped)) => value.push(escaped),
                None => break,
            },
            _ if letter == quote => return Ok((value, text.get(at + 1..).unwrap_or_default())),
            _ => value.push(letter),
        }
    }
    Err(syntax("The quoted string has not been completed"))
}

/// A bare word; what stands in brackets belongs to it, without its quotes.
fn word(text: &str) -> Result<(String, &str), String> {
    let mut value = String::new();
    let mut in_brackets = false;
    for (at, letter) in text.char_indices() {
        let ends = letter.is_whitespace() || "=<>~!(),&|\"'".contains(letter);
        if in_brackets {
            match letter {
                '"' | '\'' => {}
                _ => value.push(letter),
            }
            in_brackets = letter != ']';
        } else if ends {
            return Ok((value, text.get(at..).unwrap_or_default()));
        } else {
            value.push(letter);
            in_brackets = letter == '[';
        }
    }
    if in_brackets { Err(syntax("Expecting ']'")) } else { Ok((value, "")) }
}
