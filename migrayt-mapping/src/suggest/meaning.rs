use migrayt_core::catalog::FieldKind;

use super::similarity::words;

/// A field's name reduced to what it means: words as everybody writes them, in the singular,
/// without remarks in brackets and without words that its kind says already.
pub(super) fn meaning(name: &str, kind: FieldKind) -> Vec<String> {
    let plain = words(&without_brackets(name));
    let usual: Vec<&str> = plain.split(' ').flat_map(expanded).collect();
    let all: Vec<String> = usual.iter().map(|word| singular(word)).collect();
    let telling: Vec<String> = all.iter().filter(|word| !repeats(kind, word)).cloned().collect();
    if telling.is_empty() { all } else { telling }
}

/// The name without what stands in brackets, unless that is all of it.
fn without_brackets(name: &str) -> String {
    let mut depth = 0_u32;
    let mut outside = String::with_capacity(name.len());
    for letter in name.chars() {
        match letter {
            '(' | '[' => depth = depth.saturating_add(1),
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(letter),
            _ => {}
        }
    }
    if outside.trim().is_empty() { name.to_owned() } else { outside }
}

/// The usual words for an abbreviation or another word of the same meaning.
fn expanded(word: &str) -> Vec<&str> {
    match word {
        "ac" => vec!["acceptance", "criteria"],
        "client" | "clients" => vec!["customer"],
        "colour" => vec!["color"],
        "deadline" => vec!["due"],
        "desc" => vec!["description"],
        "dod" => vec!["definition", "of", "done"],
        "dor" => vec!["definition", "of", "ready"],
        "env" => vec!["environment"],
        "est" | "estimated" | "estimation" => vec!["estimate"],
        "begin" | "beginning" => vec!["start"],
        "finish" => vec!["end"],
        "identifier" => vec!["id"],
        "nbr" | "no" | "nr" | "num" => vec!["number"],
        "organisation" => vec!["organization"],
        // What is planned is what a plan aims at.
        "planned" | "scheduled" => vec!["target"],
        "po" => vec!["product", "owner"],
        "prio" => vec!["priority"],
        "rca" => vec!["root", "cause"],
        "sev" => vec!["severity"],
        "uat" => vec!["user", "acceptance", "test"],
        "ver" => vec!["version"],
        _ => vec![word],
    }
}

fn singular(word: &str) -> String {
    let long = word.chars().count() > 3;
    match word.strip_suffix("ies") {
        Some(stem) if long => format!("{stem}y"),
        _ => match word.strip_suffix('s') {
            Some(stem) if long && !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
            _ => word.to_owned(),
        },
    }
}

/// Whether a word says no more than that the field is of its kind.
fn repeats(kind: FieldKind, word: &str) -> bool {
    let said: &[&str] = match kind {
        FieldKind::Date | FieldKind::Instant => &["date", "day", "on", "time"],
        FieldKind::Text => &["name", "text"],
        FieldKind::RichText => &["detail", "text"],
        FieldKind::Bool => &["flag", "is"],
        _ => &[],
    };
    said.contains(&word)
}

#[cfg(test)]
mod tests {
    use migrayt_core::catalog::FieldKind;

    use super::meaning;

    #[test]
    fn names_that_mean_the_same_become_the_same() {
        use FieldKind::{Bool, Date, Decimal, Instant, Person, RichText, Text};
        for (left, of, right, to) in [
            ("Actual Start Date", Instant, "Actual start", Instant),
            ("Approver", Person, "Approvers", Person),
            ("Story Points (Dev)", Decimal, "Story points", Decimal),
            ("Ticket No.", Text, "Ticket number", Text),
            ("Client", Text, "Customer Name", Text),
            ("Planned finish", Instant, "Target end date", Date),
            ("Deadline", Instant, "Due date", Date),
            ("Category", Text, "Categories", Text),
            ("PO", Person, "Product Owner", Person),
            ("Is Regression", Bool, "Regression", Bool),
            ("Environment Details", RichText, "Environment", RichText),
        ] {
            assert_eq!(meaning(left, of), meaning(right, to), "{left}");
        }
    }

    #[test]
    fn names_that_mean_something_else_stay_apart() {
        use FieldKind::{Date, RichText, Text};
        for (left, right, kind) in [
            ("Design Notes", "Release Notes", RichText),
            ("Contract End Date", "Target end", Date),
            ("Vendor", "Customer", Text),
            ("Status", "Statu", Text),
            ("Date", "Name", Text),
            ("(internal)", "", Text),
        ] {
            assert_ne!(meaning(left, kind), meaning(right, kind), "{left}");
        }
        assert_eq!(meaning("Date", Date), ["date"]);
    }
}
