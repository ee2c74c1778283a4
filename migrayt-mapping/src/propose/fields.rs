use migrayt_core::Result;
use migrayt_core::catalog::{Field, FieldKind, FieldRole};

use super::Proposer;
use crate::defaults::{self, Usual};
use crate::document::{Entry, FieldRule, Reason};
use crate::suggest::{About, Subject};

impl Proposer<'_> {
    pub(super) async fn fields(&mut self) -> Result<()> {
        let (source, target) = (self.source, self.target);
        for field in &source.fields {
            if field.used == Some(0) || defaults::is_bookkeeping_field(field) {
                continue;
            }
            let entry = |rule| Entry::Field { source: field.id.to_string(), rule };
            if let Some((rule, reason)) = self.usual_rule(field)
                && self.usual(entry(rule), 98, reason)
            {
                continue;
            }
            let candidates: Vec<_> = target.fields.iter().filter(|one| plain(one)).collect();
            let subjects = candidates.iter().map(|one| Subject::from(*one)).collect();
            let mut accepted = false;
            for answer in self.ask(About::Field, Subject::from(field), subjects).await? {
                let found = candidates.iter().find(|one| one.id.as_str() == answer.candidate);
                let Some(found) = found else { continue };
                accepted |= self.suggested(&answer, entry(copy(field, found, false)));
            }
            if !accepted {
                let rule = match field.kind {
                    FieldKind::RichText => FieldRule::Section(field.name.clone()),
                    _ => FieldRule::Note,
                };
                self.usual(entry(rule), 100, Reason::KeptAsText);
            }
        }
        Ok(())
    }

    fn usual_rule(&self, field: &Field) -> Option<(FieldRule, Reason)> {
        let target = |role| self.target.field_with(role).filter(|target| target.writable);
        let usual = defaults::field(field.id.as_str(), field.role)?;
        let rule = match usual {
            Usual::Role(role) => {
                return Some((copy(field, target(role)?, false), Reason::SameRole));
            }
            Usual::RoleIfEmpty(role) => copy(field, target(role)?, true),
            Usual::Description => FieldRule::Description,
            Usual::Section(heading) => FieldRule::Section(heading.into()),
            Usual::Labels => target(FieldRole::Labels).map(|_| FieldRule::Labels)?,
            Usual::Area => target(FieldRole::Components).map(|_| FieldRule::Area)?,
            Usual::Iteration => target(FieldRole::Sprint).map(|_| FieldRule::Iteration)?,
            Usual::Leave => FieldRule::Leave,
        };
        Some((rule, Reason::UsualCounterpart))
    }
}

/// Whether a target field takes plain values, and not something with a place of its own.
fn plain(field: &Field) -> bool {
    use FieldRole::{Components, Description, Labels, Parent, Sprint, Summary};
    field.writable
        && !defaults::is_bookkeeping_field(field)
        && !matches!(
            field.role,
            Some(Summary | Description | Parent | Components | Sprint | Labels)
        )
}

/// The rule that brings a value of the one field into the other.
fn copy(source: &Field, target: &Field, if_empty: bool) -> FieldRule {
    use FieldKind::{Date, Decimal, Duration, Instant, Integer};
    let to = target.id.to_string();
    match (source.kind, target.kind) {
        (Instant, Date) | (Date, Instant) if if_empty => FieldRule::CopyIfEmpty(to),
        (Instant, Date) | (Date, Instant) => FieldRule::Day(to),
        (Decimal | Integer, Duration) | (Duration, Decimal | Integer) => FieldRule::Hours(to),
        _ if if_empty => FieldRule::CopyIfEmpty(to),
        _ => FieldRule::Copy(to),
    }
}
