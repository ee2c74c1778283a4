use migrayt_core::Result;
use migrayt_core::catalog::WorkType;

use super::Proposer;
use crate::defaults;
use crate::document::{ByParent, Entry, Reason, TypeRule};
use crate::suggest::{About, Subject, Suggestion};

impl Proposer<'_> {
    pub(super) async fn types(&mut self) -> Result<()> {
        let (source, target) = (self.source, self.target);
        self.levels_above_epics();
        for work_type in &source.types {
            let sub_task = work_type.level.is_some_and(|level| level < 0);
            let candidates = target
                .types
                .iter()
                .filter(|candidate| sub_task || candidate.level.is_none_or(|level| level >= 0))
                .map(Subject::from)
                .collect();
            let answers = self.ask(About::Type, Subject::from(work_type), candidates).await?;
            for answer in answers {
                let rule = self.type_rule(work_type, &answer);
                let entry = Entry::Type { source: work_type.name.clone(), rule };
                self.suggested(&answer, entry);
            }
        }
        Ok(())
    }

    /// Where the source has features below epics, and the target a level above its epics, epics
    /// rise to that level so that features can be epics below them.
    fn levels_above_epics(&mut self) {
        let has = |name: &str| {
            self.source.type_named(name).is_some_and(|work_type| work_type.used != Some(0))
        };
        let above = self.target.types.iter().filter(|one| one.level == Some(2)).min_by_key(|one| {
            // A level may hold several types; the one of the usual name comes first.
            (!one.name.eq_ignore_ascii_case("initiative"), one.name.clone())
        });
        if let Some(above) = above
            && has("Epic")
            && has("Feature")
            && self.target.type_named("Feature").is_none_or(|feature| feature.level == Some(1))
        {
            let rule = TypeRule::To(above.name.clone());
            let entry = Entry::Type { source: "Epic".into(), rule };
            self.usual(entry, 80, Reason::SameLevel);
        }
    }

    fn type_rule(&self, work_type: &WorkType, answer: &Suggestion) -> TypeRule {
        let id = answer.candidate.as_str();
        let found = self.target.types.iter().find(|one| one.id.as_str() == id);
        let Some(alone) = found else { return TypeRule::To(id.into()) };
        let below = self.target.types.iter().find(|one| one.level == Some(-1));
        match below {
            Some(below)
                if alone.level == Some(0)
                    && work_type.level.is_none()
                    && defaults::below_parent(&work_type.name) =>
            {
                TypeRule::ByParent(ByParent {
                    below: below.name.clone(),
                    alone: alone.name.clone(),
                })
            }
            _ => TypeRule::To(alone.name.clone()),
        }
    }
}
