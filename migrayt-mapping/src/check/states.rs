use super::{Check, is_used, place};
use crate::compiled::{EVERY_TYPE, state_named, type_named};
use crate::document::StateRule;

impl Check<'_> {
    pub(super) fn states(&mut self) {
        let document = self.document;
        for (of, states) in &document.states {
            let every = of == EVERY_TYPE;
            if !every && type_named(self.source, of).is_none() {
                let at = place("states", &[of]);
                self.note(&at, "the source has no such type; its rules hold nothing", &[]);
            }
            for (state, rule) in states {
                let at = place("states", &[of, state]);
                if let StateRule::To(to) = rule {
                    self.target_state(&at, of, to, every);
                }
            }
        }
        self.states_without_rule();
    }

    fn target_state(&mut self, at: &str, of: &str, to: &str, every: bool) {
        let becomes = self.becomes(of);
        let mut types = becomes.iter();
        if every {
            let known = self.target.types.iter().any(|one| state_named(one, to).is_some());
            if !known {
                self.error(at, "no type of the target has this state", &[("state", to)]);
            }
        } else if let Some(alone) = types.next()
            && state_named(alone, to).is_none()
        {
            let facts = [("type", alone.name.as_str()), ("state", to)];
            self.error(at, "the target type does not have this state", &facts);
        }
        for below in types.filter(|one| state_named(one, to).is_none()) {
            let facts = [("type", below.name.as_str()), ("state", to)];
            self.warning(at, "items below a parent stay in their first state", &facts);
        }
    }

    fn states_without_rule(&mut self) {
        let (document, source) = (self.document, self.source);
        for work_type in source.types.iter().filter(|one| is_used(one.used)) {
            if self.becomes(&work_type.name).is_empty() {
                continue;
            }
            for state in &work_type.states {
                let ruled = document.states.iter().any(|(of, rules)| {
                    let ours = of == EVERY_TYPE
                        || type_named(source, of).is_some_and(|one| one.id == work_type.id);
                    ours && rules.keys().any(|name| {
                        state_named(work_type, name).is_some_and(|found| found.id == state.id)
                    })
                });
                if !ruled {
                    let at = place("states", &[&work_type.name, &state.name]);
                    self.warning(&at, "the state has no rule; items stay in their first", &[]);
                }
            }
        }
    }
}
