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
        if let Some(area) = &scope.area {
            let _ = write!(conditions, " AND [System.AreaPath] UNDER {}", quoted(area.trim()));
        }
        if let Some(clause) = scope.clause.as_deref().map(str::trim).filter(|it| !it.is_empty()) {
            check(clause)?;
            let _ = write!(conditions, " AND ({clause})");
        }
        if conditions.chars().count() + FRAME > LONGEST {
            return Err(invalid("the scope is longer than Azure DevOps takes")
                .with_help("shorten the list of types or the clause"));
        }
        Ok(Self { conditions, window: settings.window() })
    }

    /// The query for ids above one.
    pub(super) fn above(&self, id: u64) -> String {
        format!(
            "SELECT [System.Id] FROM WorkItems WHERE {} AND [System.Id] > {id} ORDER BY [System.Id]",
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
        Query::new("Bob's", &settings).map(|query| query.above(17))
    }

    #[test]
    fn every_condition_stands_in_the_query() {
        let text = query(|settings| {
            settings.scope.types = vec!["Bug".into(), "User Story".into()];
            settings.scope.area = Some("Shop\\Web".into());
            settings.scope.clause = Some("[System.State] <> 'Removed' OR [System.Id] = 5".into());
        });
        assert_eq!(
            text.unwrap(),
            "SELECT [System.Id] FROM WorkItems WHERE [System.TeamProject] = 'Bob''s' \
             AND [System.WorkItemType] IN ('Bug', 'User Story') \
             AND [System.AreaPath] UNDER 'Shop\\Web' \
             AND ([System.State] <> 'Removed' OR [System.Id] = 5) \
             AND [System.Id] > 17 ORDER BY [System.Id]"
        );
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
