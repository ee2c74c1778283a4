use migrayt::people::{Group, PersonLine};

use crate::output::Output;

/// How many people of those without an account are shown.
const SHOWN: usize = 10;

/// Shows how people are matched, who has no account, and what to do about it.
pub(crate) fn summarise(people: &[PersonLine], output: Output) {
    let groups = Group::all(people);
    let mut lines: Vec<_> = groups
        .iter()
        .map(|group| (group.how.words(), format!("{} (used {} times)", group.people, group.used)))
        .collect();
    let refused = people.iter().filter(|it| it.how.is_matched() && !it.takes_work);
    let (count, used) =
        refused.fold((0_u64, 0), |(count, used), person| (count + 1, used + person.used));
    if count > 0 {
        let words = "of them with an account that cannot be assigned work";
        lines.push((words, format!("{count} (used {used} times)")));
    }
    output.table("People by how they are matched", &lines);
    let strangers: Vec<_> = people.iter().filter(|it| !it.how.help().is_empty()).collect();
    let shown: Vec<_> = strangers
        .iter()
        .take(SHOWN)
        .map(|it| (it.address.as_deref().unwrap_or(it.id.as_str()), it.used.to_string()))
        .collect();
    output.table("People without an account, and how often they are used", &shown);
    if strangers.len() > SHOWN {
        let more = strangers.len() - SHOWN;
        output.say(&format!("  and {more} more; `migrayt people list` shows all"));
    }
    for group in groups.iter().filter(|group| !group.how.help().is_empty()) {
        output.say(&format!("  {}: {}", group.how.words(), group.how.help()));
    }
    if count > 0 {
        output.say(
            "  cannot be assigned work: open the account or give it the permission Assignable user, \
             or set options.placeholder in the mapping",
        );
    }
}
