use std::collections::BTreeSet;
use std::fmt::Write as _;

use migrayt_core::{Error, ErrorKind, Result};

use super::Settings;

/// The question for the ids of the items in scope.
#[derive(Clone, Debug)]
pub(super) struct Query {
    /// The conditions, without the range of ids.
    conditions: String,
    /// How many ids one answer holds at most.
    pub(super) window: u32,
    /// The only ids that are asked for.
    ids: Option<BTreeSet<u64>>,
}

/// One query, and how far it looks.
#[derive(Debug)]
pub(super) struct Asked {
    /// The query.
    pub(super) text: String,
    /// The last id that it asks for, if it asks for ids by number.
    pub(super) until: Option<u64>,
}

/// The longest query that Azure DevOps takes, in characters.
const LONGEST: usize = 32_000;

/// Room for the select list, the range of ids and the order.
const FRAME: usize = 200;

impl Query {
    pub(super) fn new(project: &str, settings: &Settings) -> Result<Self> {
        let mut conditions = format!("[System.TeamProject] = {}", quoted(project));
        let scope = &settings.scope;
        if !scope.types.is_empty() {
            let types: Vec<String> = scope.types.iter().map(|name| quoted(name.trim())).collect();
            let _ = write!(conditions, " AND [System.WorkItemType] IN ({})", types.join(", "));
        }
        if !scope.areas.is_empty() {
            let under = |area: &String| format!("[System.AreaPath] UNDER {}", quoted(area.trim()));
            let areas: Vec<String> = scope.areas.iter().map(under).collect();
            let _ = write!(conditions, " AND ({})", areas.join(" OR "));
        }
        if let Some(day) = scope.changed_since {
            let (year, month, day) = day.to_calendar_date();
            let day = format!("{year:04}-{:02}-{day:02}", u8::from(month));
            let _ = write!(conditions, " AND [System.ChangedDate] >= {}", quoted(&day));
        }
        if let Some(clause) = scope.clause.as_deref().map(str::trim).filter(|it| !it.is_empty()) {
            check(clause)?;
            let _ = write!(conditions, " AND ({clause})");
        }
        if conditions.chars().count() + FRAME > LONGEST {
            return Err(invalid("the scope is longer than Azure DevOps takes")
                .with_help("shorten the list of types or the clause"));
        }
        Ok(Self { conditions, window: settings.window(), ids: scope.ids.clone() })
    }

    /// The query for ids above one; none if none is left to ask for.
    pub(super) fn above(&self, id: u64) -> Option<Asked> {
        let Some(ids) = &self.ids else {
            let text = self.select(&format!("[System.Id] > {id}"));
            return Some(Asked { text, until: None });
        };
        let room = LONGEST.saturating_sub(self.conditions.chars().count() + FRAME);
        let most = usize::try_from(self.window).unwrap_or(usize::MAX);
        let (mut list, mut until) = (String::new(), None);
        for id in ids.range(id.saturating_add(1)..).take(most) {
            let number = id.to_string();
            if until.is_some() && list.len() + number.len() + 2 > room {
                break;
            }
            if until.is_some() {
                list.push_str(", ");
            }
            list.push_str(&number);
            until = Some(*id);
        }
        until?;
        Some(Asked { text: self.select(&format!("[System.Id] IN ({list})")), until })
    }

    fn select(&self, range: &str) -> String {
        format!(
            "SELECT [System.Id] FROM WorkItems WHERE {} AND {range} ORDER BY [System.Id]",
            self.conditions
        )
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Makes sure that a clause stays inside its parentheses and is a condition only.
fn check(clause: &str) -> Result<()> {
    let mut depth = 0_u32;
    let mut outside = String::new();
    let mut rest = clause.chars();
    while let Some(c) = rest.next() {
        // A quoted text or a field name ends at its own mark; a doubled mark begins the next one.
        let end = match c {
            '\'' | '"' => c,
            '[' => ']',
            _ => {
                match c {
                    '(' => depth += 1,
                    ')' => depth = depth.checked_sub(1).ok_or_else(unbalanced)?,
                    _ => {}
                }
                outside.push(c);
                continue;
            }
        };
        if !rest.any(|c| c == end) {
            return Err(unbalanced());
        }
        outside.push('\u{1}');
    }
    if depth > 0 {
        return Err(unbalanced());
    }
    let words: Vec<String> = outside
        .split(|c: char| !c.is_alphanumeric() && c != '_' && c != '@')
        .map(str::to_ascii_lowercase)
        .collect();
    let foreign = ["select", "from", "where", "order", "group", "asof", "mode"];
    if words.iter().any(|word| foreign.contains(&word.as_str())) {
        return Err(invalid("the scope's clause is more than a condition")
            .with_help("write only what would stand after WHERE, without ORDER BY or ASOF"));
    }
    Ok(())
}

fn unbalanced() -> Error {
    invalid("the scope's clause has an open quotation mark, bracket or parenthesis")
        .with_help("close every ', \" and [, and write as many ) as (")
}

fn invalid(message: &'static str) -> Error {
    Error::new(ErrorKind::ConfigInvalid, message).with("setting", "scope")
}

#[cfg(test)]
mod tests {
    use super::{Query, Settings};

    fn query(change: impl FnOnce(&mut Settings)) -> migrayt_core::Result<String> {
        let mut settings = Settings::new("https://dev.azure.com/fabrikam", "Bob's");
        change(&mut settings);
        Query::new("Bob's", &settings).map(|query| query.above(17).unwrap().text)
    }

    #[test]
    fn every_condition_stands_in_the_query() {
        let text = query(|settings| {
            settings.scope.types = vec!["Bug".into(), "User Story".into()];
            settings.scope.areas = vec!["Shop\\Web".into(), "Shop\\O'Neil".into()];
            settings.scope.changed_since = Some(time::macros::date!(2024 - 01 - 31));
            settings.scope.clause = Some("[System.State] <> 'Removed' OR [System.Id] = 5".into());
        });
        assert_eq!(
            text.unwrap(),
            "SELECT [System.Id] FROM WorkItems WHERE [System.TeamProject] = 'Bob''s' \
             AND [System.WorkItemType] IN ('Bug', 'User Story') \
             AND ([System.AreaPath] UNDER 'Shop\\Web' OR [System.AreaPath] UNDER 'Shop\\O''Neil') \
             AND [System.ChangedDate] >= '2024-01-31' \
             AND ([System.State] <> 'Removed' OR [System.Id] = 5) \
             AND [System.Id] > 17 ORDER BY [System.Id]"
        );
    }

    #[test]
    fn ids_are_asked_for_as_far_as_a_query_is_long() {
        let mut settings = Settings::new("https://dev.azure.com/fabrikam", "Shop");
        settings.scope.ids = Some((1..=20_000).map(|id| id * 7).collect());
        let query = Query::new("Shop", &settings).unwrap();
        let (mut after, mut found) = (0, Vec::new());
        while let Some(asked) = query.above(after) {
            assert!(asked.text.chars().count() <= super::LONGEST, "{}", asked.text.len());
            let (_, list) = asked.text.split_once("IN (").unwrap();
            let list = list.split(')').next().unwrap().split(", ");
            found.extend(list.map(|id| id.parse::<u64>().unwrap()));
            after = asked.until.unwrap();
            assert_eq!(found.last(), Some(&after));
        }
        assert_eq!(found, (1..=20_000).map(|id| id * 7).collect::<Vec<u64>>());
        settings.scope.ids = Some([5].into());
        let query = Query::new("Shop", &settings).unwrap();
        assert!(query.above(4).is_some() && query.above(5).is_none());
    }

    #[test]
    fn a_clause_cannot_leave_its_parentheses() {
        for bad in [
            "1 = 1) OR (1 = 1",
            "[System.State] = 'New",
            "[System.State = 'New'",
            "([System.State] = 'New'",
            "[System.Id] > 1 ORDER BY [System.State]",
            "[System.Id] > 1 asof '2026-01-01'",
        ] {
            assert!(query(|settings| settings.scope.clause = Some(bad.into())).is_err(), "{bad}");
        }
        for good in [
            "[System.Title] CONTAINS 'a) ORDER BY ''x'''",
            "[Custom.Order By] = 1",
            "[System.AssignedTo] = @me AND ([System.Id] IN (1, 2))",
        ] {
            assert!(query(|settings| settings.scope.clause = Some(good.into())).is_ok(), "{good}");
        }
    }

    #[test]
    fn a_scope_beyond_the_limit_is_refused() {
        let types = vec!["x".repeat(100); 400];
        assert!(query(|settings| settings.scope.types = types).is_err());
    }
}
