use migrayt_core::Result;

use super::Proposer;
use crate::document::{ByParent, Entry, StateRule, TypeRule};
use crate::suggest::{About, Subject};

impl Proposer<'_> {
    pub(super) async fn states(&mut self) -> Result<()> {
        let (source, target) = (self.source, self.target);
        for work_type in &source.types {
            let Some(TypeRule::To(to) | TypeRule::ByParent(ByParent { alone: to, .. })) =
                self.document.types.get(&work_type.name)
            else {
                continue;
            };
            let Some(to) = target.type_named(to) else { continue };
            for state in &work_type.states {
                let about = About::State { from: work_type.name.clone(), to: to.name.clone() };
                let candidates = to.states.iter().map(Subject::from).collect();
                for answer in self.ask(about, Subject::from(state), candidates).await? {
                    let found = to.states.iter().find(|one| one.id.as_str() == answer.candidate);
                    let Some(found) = found else { continue };
                    let entry = Entry::State {
                        of: work_type.name.clone(),
                        source: state.name.clone(),
                        rule: StateRule::To(found.name.clone()),
                    };
                    self.suggested(&answer, entry);
                }
            }
        }
        Ok(())
    }
}
