//! The clauses of a query looked up on the site.

use std::sync::Arc;
use std::time::Duration;

use time::OffsetDateTime;

use super::call::Call;
use super::evaluate::Test;
use super::field::{Field, Kind};
use super::jql::{Clause, Expr, Operand, Operator};
use super::options::StatusCategory;
use super::stamp;
use super::terms::words;

/// The test that an expression stands for; the error is the message of the refusal.
pub(super) fn test(call: &Call<'_>, expr: &Expr) -> Result<Test, String> {
    let all = |exprs: &[Expr]| exprs.iter().map(|expr| test(call, expr)).collect::<Result<_, _>>();
    match expr {
        Expr::And(exprs) => all(exprs).map(Test::All),
        Expr::Or(exprs) => all(exprs).map(Test::Any),
        Expr::Not(expr) => Ok(Test::Not(Box::new(test(call, expr)?))),
        Expr::Clause(clause) => Resolver { call, clause }.test(),
    }
}

/// The test that a field has no value that always has one.
const NEVER: &Test = &Test::Constant(false);

struct Resolver<'c, 's> {
    call: &'c Call<'s>,
    clause: &'c Clause,
}

impl Resolver<'_, '_> {
    fn test(&self) -> Result<Test, String> {
        let name = self.clause.field.to_lowercase();
        if name.starts_with("issue.property[") {
            return self.property();
        }
        match name.as_str() {
            "project" => {
                let known = |name: &str| self.call.site.is_named_project(name).then_some(());
                self.set(known, |_| Test::Constant(true), NEVER)
            }
            "key" | "issuekey" | "issue" | "id" => self.id(),
            "created" | "createddate" => self.moment(Test::Created),
            "updated" | "updateddate" => self.moment(Test::Updated),
            "issuetype" | "type" => {
                let types = &self.call.site.options.issue_types;
                let known = |text: &str| {
                    types.iter().position(|it| it.id == text || it.name.eq_ignore_ascii_case(text))
                };
                self.set(known, |at| Test::Kind(at.into_iter().collect()), NEVER)
            }
            "status" => {
                let statuses = &self.call.site.options.statuses;
                let known = |text: &str| {
                    let mut all = statuses.iter();
                    all.position(|it| it.id == text || it.name.eq_ignore_ascii_case(text))
                };
                self.set(known, |at| Test::Status(at.into_iter().collect()), NEVER)
            }
            "statuscategory" => self.set(category, Test::Category, NEVER),
            "parent" => {
                let known = |text: &str| self.call.site.find(self.call.state, text);
                self.set(known, |ids| Test::Parent(ids.into_iter().collect()), &Test::NoParent)
            }
            "creator" => self.set(
                |text| self.person(text),
                |ids| Test::Creator(ids.into_iter().collect()),
                NEVER,
            ),
            _ => self.field(&name),
        }
    }

    fn field(&self, name: &str) -> Result<Test, String> {
        let field = self.find_field(name).ok_or_else(|| self.no_field())?;
        let id = || Arc::clone(&field.id);
        match field.kind {
            Kind::Summary | Kind::Text | Kind::Rich => self.words(field),
            Kind::Number => {
                let operator = self.clause.operator;
                match self.clause.operands.as_slice() {
                    [Operand::Empty] => {
                        self.set(no_value, |_| Test::Constant(false), &Test::Lacks(id()))
                    }
                    [Operand::Text(text)] => {
                        let number = text.parse().map_err(|_| self.no_value(text))?;
                        Ok(Test::Number(id(), operator, number))
                    }
                    _ => Err(self.no_operator()),
                }
            }
            Kind::ReadOnly | Kind::Fixed | Kind::Rank | Kind::TimeTracking => Err(self.no_field()),
            _ => self.set(
                |text| self.stored(field, text),
                |values| Test::Has(id(), values.into_iter().collect()),
                &Test::Lacks(id()),
            ),
        }
    }

    /// The field of that id, alias, name, or number in brackets.
    fn find_field(&self, name: &str) -> Option<&Field> {
        let id = match name {
            "component" => "components",
            "fixversion" => "fixVersions",
            "affectedversion" => "versions",
            "due" => "duedate",
            "label" => "labels",
            name => name,
        };
        let number = id.strip_prefix("cf[").and_then(|rest| rest.strip_suffix(']'));
        let custom = number.map(|number| format!("customfield_{number}"));
        let id = custom.as_deref().unwrap_or(id);
        self.call.site.field(id).or_else(|| {
            let mut fields = self.call.site.fields.iter();
            fields.find(|field| field.name.to_lowercase() == name)
        })
    }

    /// The value of a field as it is kept.
    fn stored(&self, field: &Field, text: &str) -> Option<String> {
        let options = &self.call.site.options;
        let same = |id: &str, name: &str| id == text || name.eq_ignore_ascii_case(text);
        match field.kind {
            Kind::Priority | Kind::Resolution => {
                let list = if field.kind == Kind::Priority {
                    &options.priorities
                } else {
                    &options.resolutions
                };
                list.iter().find(|it| same(&it.id, &it.name)).map(|it| it.id.clone())
            }
            Kind::Select | Kind::MultiSelect => {
                let mut all = self.call.state.options_of(field);
                all.find(|(id, value)| same(id, value)).map(|(id, _)| id.to_owned())
            }
            Kind::Components | Kind::Versions => {
                let state = &self.call.state;
                let components = field.kind == Kind::Components;
                let parts = if components { &state.components } else { &state.versions };
                let mut parts = parts.values();
                parts.find(|it| same(&it.id.to_string(), &it.name)).map(|it| it.id.to_string())
            }
            Kind::Sprint => {
                let mut sprints = self.call.state.sprints.values();
                sprints.find(|it| same(&it.id.to_string(), &it.name)).map(|it| it.id.to_string())
            }
            Kind::Person | Kind::People => self.person(text),
            _ => Some(text.to_owned()),
        }
    }

    fn person(&self, text: &str) -> Option<String> {
        let mut users = self.call.site.options.users.iter();
        let found = users.find(|user| {
            user.account_id == text
                || user.display_name.eq_ignore_ascii_case(text)
                || user.email.as_ref().is_some_and(|email| email.eq_ignore_ascii_case(text))
        });
        found.map(|user| user.account_id.clone())
    }

    /// A clause of `=`, `!=`, `IN`, `NOT IN`, `IS` or `IS NOT`; `empty` is the test that the field
    /// has no value. Without a value neither `=` nor `!=` holds.
    fn set<T>(
        &self,
        known: impl Fn(&str) -> Option<T>,
        make: impl Fn(Vec<T>) -> Test,
        empty: &Test,
    ) -> Result<Test, String> {
        let mut values = Vec::new();
        let mut wants_empty = false;
        for operand in &self.clause.operands {
            match operand {
                Operand::Text(text) => {
                    values.push(known(text).ok_or_else(|| self.no_value(text))?);
                }
                Operand::Function(name) if name == "currentuser" => {
                    let account = self.call.author();
                    values.push(known(account).ok_or_else(|| self.no_value(account))?);
                }
                Operand::Function(name) => {
                    return Err(format!("Unable to find JQL function '{name}()'."));
                }
                Operand::Empty => wants_empty = true,
            }
        }
        let lacks = || empty.clone();
        let not = |test| Test::Not(Box::new(test));
        match self.clause.operator {
            Operator::In if values.is_empty() => Ok(lacks()),
            Operator::In if wants_empty => Ok(Test::Any(vec![make(values), lacks()])),
            Operator::In => Ok(make(values)),
            Operator::NotIn if values.is_empty() => Ok(not(lacks())),
            Operator::NotIn => Ok(Test::All(vec![not(make(values)), not(lacks())])),
            _ => Err(self.no_operator()),
        }
    }

    fn id(&self) -> Result<Test, String> {
        let find = |text: &str| self.call.site.find(self.call.state, text);
        match self.clause.operator {
            Operator::In | Operator::NotIn => {
                let made = |ids: Vec<u64>| Test::IdIn(ids.into_iter().collect());
                self.set(find, made, NEVER).map_err(|_| self.no_issue())
            }
            Operator::Like | Operator::NotLike => Err(self.no_operator()),
            operator => match self.clause.operands.as_slice() {
                [Operand::Text(text)] => {
                    find(text).map(|id| Test::Id(operator, id)).ok_or_else(|| self.no_issue())
                }
                _ => Err(self.no_operator()),
            },
        }
    }

    fn moment(&self, make: impl Fn(Operator, OffsetDateTime) -> Test) -> Result<Test, String> {
        let at = match self.clause.operands.as_slice() {
            [Operand::Text(text)] => self.moment_of(text),
            [Operand::Function(name)] if name == "now" => Some(self.call.now),
            _ => return Err(self.no_operator()),
        };
        let at = at.ok_or_else(|| {
            format!(
                "Date value given for field '{}' is invalid. Valid formats include: 'yyyy/MM/dd \
                 HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. \
                 '-5d', '4w 2d'.",
                self.clause.field
            )
        })?;
        match self.clause.operator {
            Operator::In => {
                let end = at + Duration::from_mins(1);
                Ok(Test::All(vec![make(Operator::GreaterOrEqual, at), make(Operator::Less, end)]))
            }
            Operator::NotIn | Operator::Like | Operator::NotLike => Err(self.no_operator()),
            operator => Ok(make(operator, at)),
        }
    }

    /// Dates are of the caller's time zone, which is UTC, and exact to the minute.
    fn moment_of(&self, text: &str) -> Option<OffsetDateTime> {
        let text = text.trim();
        if let Some(letter) = text.chars().last().filter(char::is_ascii_alphabetic) {
            let seconds = match letter {
                'm' => 60,
                'h' => 3600,
                'd' => 86_400,
                'w' => 604_800,
                _ => return None,
            };
            let count: i64 = text.get(..text.len() - 1)?.parse().ok()?;
            let past = Duration::from_secs(count.unsigned_abs().checked_mul(seconds)?);
            return if count < 0 {
                self.call.now.checked_sub(past.try_into().ok()?)
            } else {
                self.call.now.checked_add(past.try_into().ok()?)
            };
        }
        if let Ok(millis) = text.parse::<i64>() {
            return OffsetDateTime::from_unix_timestamp_nanos(i128::from(millis) * 1_000_000).ok();
        }
        let text = text.replace('/', "-");
        let (day, clock) = text.split_once(' ').unwrap_or((&text, "00:00"));
        stamp::parse(&format!("{day}T{clock}:00Z"))
    }

    fn words(&self, field: &Field) -> Result<Test, String> {
        let id = || Arc::clone(&field.id);
        match (self.clause.operator, self.clause.operands.as_slice()) {
            (Operator::In | Operator::NotIn, [Operand::Empty]) => {
                self.set(no_value, |_| Test::Constant(false), &Test::Lacks(id()))
            }
            (operator @ (Operator::Like | Operator::NotLike), [Operand::Text(text)]) => {
                let found = Test::Words(id(), words(text).collect());
                Ok(match operator {
                    Operator::Like => found,
                    _ => Test::All(vec![
                        Test::Not(Box::new(found)),
                        Test::Not(Box::new(Test::Lacks(id()))),
                    ]),
                })
            }
            _ => Err(self.no_operator()),
        }
    }

    fn property(&self) -> Result<Test, String> {
        let name = &self.clause.field;
        let inner = name.get("issue.property[".len()..).unwrap_or_default();
        let (key, path) = inner.split_once(']').ok_or_else(|| self.no_field())?;
        if !self.call.site.options.indexed_properties.iter().any(|indexed| indexed == key) {
            return Err(self.no_field());
        }
        let (key, path) = (key.to_owned(), path.to_owned());
        let none = Test::NoProperty(key.clone(), path.clone());
        let make = |values: Vec<String>| {
            Test::Property(key.clone(), path.clone(), values.into_iter().collect())
        };
        self.set(|text| Some(text.to_owned()), make, &none)
    }

    fn no_field(&self) -> String {
        format!(
            "Field '{}' does not exist or you do not have permission to view it.",
            self.clause.field
        )
    }

    fn no_value(&self, text: &str) -> String {
        format!("The value '{text}' does not exist for the field '{}'.", self.clause.field)
    }

    fn no_issue(&self) -> String {
        let first = self.clause.operands.iter().find_map(|operand| match operand {
            Operand::Text(text) if self.call.site.find(self.call.state, text).is_none() => {
                Some(text)
            }
            _ => None,
        });
        let (text, field) = (first.map_or("", String::as_str), &self.clause.field);
        if text.parse::<u64>().is_ok() {
            format!("A value with ID '{text}' does not exist for the field '{field}'.")
        } else {
            format!("An issue with key '{text}' does not exist for field '{field}'.")
        }
    }

    fn no_operator(&self) -> String {
        let sign = match self.clause.operator {
            Operator::In => "=",
            Operator::NotIn => "!=",
            Operator::Less => "<",
            Operator::LessOrEqual => "<=",
            Operator::Greater => ">",
            Operator::GreaterOrEqual => ">=",
            Operator::Like => "~",
            Operator::NotLike => "!~",
        };
        format!("The operator '{sign}' is not supported by the '{}' field.", self.clause.field)
    }
}

fn no_value(_: &str) -> Option<()> {
    None
}

fn category(text: &str) -> Option<StatusCategory> {
    match text.to_lowercase().as_str() {
        "to do" | "new" | "2" => Some(StatusCategory::ToDo),
        "in progress" | "indeterminate" | "4" => Some(StatusCategory::InProgress),
        "done" | "3" => Some(StatusCategory::Done),
        _ => None,
    }
}
