use super::super::error::Refusal;
use super::lex::{Token, syntax, tokens};

/// A query as it is written.
#[derive(Debug)]
pub(super) struct Query {
    pub(super) columns: Vec<String>,
    pub(super) filter: Option<Expression>,
    /// Field and whether it is descending.
    pub(super) order: Vec<(String, bool)>,
}

#[derive(Debug)]
pub(super) enum Expression {
    All(Vec<Expression>),
    Any(Vec<Expression>),
    Not(Box<Expression>),
    Condition(Condition),
}

#[derive(Debug)]
pub(super) struct Condition {
    pub(super) field: String,
    pub(super) operator: Operator,
    pub(super) operands: Vec<Operand>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    NotIn,
    Contains,
    NotContains,
    Under,
    NotUnder,
    Empty,
    NotEmpty,
}

#[derive(Clone, Debug)]
pub(super) enum Operand {
    Text(String),
    Number(f64),
    /// A macro and the days added to it.
    Macro(String, f64),
    Field(String),
}

impl Query {
    pub(super) fn parse(text: &str) -> Result<Self, Refusal> {
        let mut parser = Parser { tokens: tokens(text)?, at: 0 };
        parser.keyword("select")?;
        let mut columns = vec![parser.field()?];
        while parser.sign(",") {
            columns.push(parser.field()?);
        }
        parser.keyword("from")?;
        if parser.word("workitemlinks") {
            return Err(syntax("Queries for links are not served here", "WorkItemLinks"));
        }
        parser.keyword("workitems")?;
        let filter = if parser.word("where") { Some(parser.any()?) } else { None };
        let mut order = Vec::new();
        if parser.word("order") {
            parser.keyword("by")?;
            loop {
                let field = parser.field()?;
                let descending = parser.word("desc");
                if !descending {
                    parser.word("asc");
                }
                order.push((field, descending));
                if !parser.sign(",") {
                    break;
                }
            }
        }
        match parser.tokens.get(parser.at) {
            None => Ok(Self { columns, filter, order }),
            Some(rest) => Err(syntax("Expecting end of string", &format!("{rest:?}"))),
        }
    }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
}

impl Parser {
    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    fn accept(&mut self, wanted: impl Fn(&Token) -> bool) -> bool {
        let found = self.tokens.get(self.at).is_some_and(wanted);
        self.at += usize::from(found);
        found
    }

    fn word(&mut self, word: &str) -> bool {
        self.accept(|token| token.is_word(word))
    }

    fn sign(&mut self, sign: &str) -> bool {
        self.accept(|token| matches!(token, Token::Sign(text) if *text == sign))
    }

    fn keyword(&mut self, word: &str) -> Result<(), Refusal> {
        if self.word(word) { Ok(()) } else { Err(syntax("Expecting", word)) }
    }

    fn expect(&mut self, sign: &'static str) -> Result<(), Refusal> {
        if self.sign(sign) { Ok(()) } else { Err(syntax("Expecting", sign)) }
    }

    fn field(&mut self) -> Result<String, Refusal> {
        match self.next() {
            Some(Token::Field(name) | Token::Word(name)) => Ok(name),
            _ => Err(syntax("Expecting field name", "")),
        }
    }

    fn any(&mut self) -> Result<Expression, Refusal> {
        let mut parts = vec![self.all()?];
        while self.word("or") {
            parts.push(self.all()?);
        }
        Ok(one_or(parts, Expression::Any))
    }

    fn all(&mut self) -> Result<Expression, Refusal> {
        let mut parts = vec![self.single()?];
        while self.word("and") {
            parts.push(self.single()?);
        }
        Ok(one_or(parts, Expression::All))
    }

    fn single(&mut self) -> Result<Expression, Refusal> {
        if self.word("not") {
            return Ok(Expression::Not(Box::new(self.single()?)));
        }
        if self.sign("(") {
            let inner = self.any()?;
            self.expect(")")?;
            return Ok(inner);
        }
        let field = self.field()?;
        let operator = self.operator()?;
        let operands = match operator {
            Operator::In | Operator::NotIn => self.list()?,
            Operator::Empty | Operator::NotEmpty => Vec::new(),
            _ => vec![self.operand()?],
        };
        Ok(Expression::Condition(Condition { field, operator, operands }))
    }

    fn operator(&mut self) -> Result<Operator, Refusal> {
        for (sign, operator) in [
            ("=", Operator::Equal),
            ("<>", Operator::NotEqual),
            ("<=", Operator::LessOrEqual),
            ("<", Operator::Less),
            (">=", Operator::GreaterOrEqual),
            (">", Operator::Greater),
        ] {
            if self.sign(sign) {
                return Ok(operator);
            }
        }
        if self.word("is") {
            let not = self.word("not");
            self.keyword("empty")?;
            return Ok(if not { Operator::NotEmpty } else { Operator::Empty });
        }
        let not = self.word("not");
        let pick = |yes, no| if not { no } else { yes };
        if self.word("in") {
            Ok(pick(Operator::In, Operator::NotIn))
        } else if self.word("under") {
            Ok(pick(Operator::Under, Operator::NotUnder))
        } else if self.word("contains") {
            self.word("words");
            Ok(pick(Operator::Contains, Operator::NotContains))
        } else {
            Err(syntax("Expecting a comparison operator", ""))
        }
    }

    fn list(&mut self) -> Result<Vec<Operand>, Refusal> {
        self.expect("(")?;
        let mut list = vec![self.operand()?];
        while self.sign(",") {
            list.push(self.operand()?);
        }
        self.expect(")")?;
        Ok(list)
    }

    fn operand(&mut self) -> Result<Operand, Refusal> {
        let negative = self.sign("-");
        match self.next() {
            Some(Token::Text(text)) => Ok(Operand::Text(text)),
            Some(Token::Number(number)) => {
                Ok(Operand::Number(if negative { -number } else { number }))
            }
            Some(Token::Field(name)) => Ok(Operand::Field(name)),
            Some(Token::Word(word)) if word.eq_ignore_ascii_case("true") => {
                Ok(Operand::Number(1.0))
            }
            Some(Token::Word(word)) if word.eq_ignore_ascii_case("false") => {
                Ok(Operand::Number(0.0))
            }
            Some(Token::Macro(name)) => {
                let factor = if self.sign("-") {
                    -1.0
                } else if self.sign("+") {
                    1.0
                } else {
                    return Ok(Operand::Macro(name, 0.0));
                };
                match self.next() {
                    Some(Token::Number(days)) => Ok(Operand::Macro(name, factor * days)),
                    _ => Err(syntax("Expecting a number of days", &name)),
                }
            }
            _ => Err(syntax("Expecting a value", "")),
        }
    }
}

fn one_or(mut parts: Vec<Expression>, many: fn(Vec<Expression>) -> Expression) -> Expression {
    match (parts.len(), parts.pop()) {
        (1, Some(one)) => one,
        (_, Some(last)) => {
            parts.push(last);
            many(parts)
        }
        (_, None) => many(parts),
    }
}

#[cfg(test)]
mod tests {
    use super::{Expression, Query};

    #[test]
    fn a_query_is_read_whole() {
        let query = Query::parse(
            "select [System.Id], [Title] from workitems where [System.Id] > 5 and ([State] in ('New', 'To''Do') or not [Tags] contains 'x') order by [System.Id] desc, Title",
        )
        .expect("a query");
        assert_eq!(query.columns.len(), 2);
        assert!(matches!(query.filter, Some(Expression::All(parts)) if parts.len() == 2));
        assert_eq!(query.order, [("System.Id".to_owned(), true), ("Title".to_owned(), false)]);
    }

    #[test]
    fn what_is_not_a_query_is_refused() {
        for text in [
            "select",
            "select [System.Id] from",
            "select [System.Id] from workitems where",
            "select [System.Id] from workitems where [System.Id] 5",
            "select [System.Id] from workitems where [System.Id] = 5 garbage",
            "select [System.Id] from workitems where [System.Title] = 'open",
        ] {
            assert!(Query::parse(text).is_err(), "{text}");
        }
    }
}
