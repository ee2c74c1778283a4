use std::collections::BTreeMap;

use bytes::Bytes;
use migrayt_ffi::face::desk::{Answer, Question};
use serde_json::{Value as Json, json};

use super::text;

/// What a host does wrong with secrets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum SafeFlaw {
    /// Nothing.
    #[default]
    None,
    /// It puts over what is there.
    PutsOver,
    /// It replaces a value of any version.
    ForgetsFrom,
    /// It stages beside a value of any version.
    StagesBesideAll,
    /// It takes a version that is there once more.
    StagesTwice,
    /// It makes what is staged current under whatever version it is asked for.
    PromotesAll,
    /// It keeps what is staged when the secret ends.
    KeepsStaged,
    /// It keeps what is destroyed.
    KeepsDestroyed,
    /// It keeps the secrets of all tenants in one place.
    MixesTenants,
    /// It tells the names of all tenants.
    TellsAllNames,
    /// It knows no case.
    LowersNames,
    /// It takes values for texts.
    MendsTexts,
    /// It gives the version of the first value for ever.
    KeepsFirstVersion,
}

impl SafeFlaw {
    pub(crate) const ALL: [Self; 12] = [
        Self::PutsOver,
        Self::ForgetsFrom,
        Self::StagesBesideAll,
        Self::StagesTwice,
        Self::PromotesAll,
        Self::KeepsStaged,
        Self::KeepsDestroyed,
        Self::MixesTenants,
        Self::TellsAllNames,
        Self::LowersNames,
        Self::MendsTexts,
        Self::KeepsFirstVersion,
    ];
}

/// Secrets by tenant and name.
#[derive(Debug, Default)]
pub(crate) struct Safe {
    current: BTreeMap<(String, String), Value>,
    staged: BTreeMap<(String, String), Value>,
}

#[derive(Clone, Debug)]
struct Value {
    version: String,
    bytes: Bytes,
}

impl Safe {
    pub(crate) fn answer(&mut self, question: &Question, flaw: SafeFlaw) -> Answer {
        let arguments = &question.arguments;
        if question.method == "describe" {
            return json!({ "durable": true, "shared": true, "longest_secret": 50_000 })
                .into_answer();
        }
        let tenant = match flaw {
            SafeFlaw::MixesTenants => String::new(),
            _ => text(arguments, "tenant").to_owned(),
        };
        if question.method == "names" {
            let all = self.current.keys();
            let own = all.filter(|(of, _)| flaw == SafeFlaw::TellsAllNames || *of == tenant);
            return json!(own.map(|(_, name)| name).collect::<Vec<_>>()).into_answer();
        }
        let name = match flaw {
            SafeFlaw::LowersNames => text(arguments, "name").to_lowercase(),
            _ => text(arguments, "name").to_owned(),
        };
        let place = (tenant, name);
        if question.method == "hold" {
            let Some(held) = self.current.get(&place) else { return Answer::default() };
            let value = json!({ "version": held.version });
            return Answer { value, bytes: held.bytes.clone() };
        }
        json!(self.change(place, question, flaw)).into_answer()
    }

    fn change(
        &mut self,
        place: (String, String),
        question: &Question,
        flaw: SafeFlaw,
    ) -> &'static str {
        let arguments = &question.arguments;
        let standing = self.current.get(&place).map(|value| value.version.clone());
        let (from, to) = (arguments["from"].as_str(), arguments["version"].as_str());
        let value = || {
            let bytes = match flaw {
                SafeFlaw::MendsTexts => {
                    String::from_utf8_lossy(&question.bytes).into_owned().into()
                }
                _ => Bytes::copy_from_slice(&question.bytes),
            };
            let first = standing.clone().filter(|_| flaw == SafeFlaw::KeepsFirstVersion);
            Value { version: first.unwrap_or_else(|| to.unwrap().to_owned()), bytes }
        };
        if question.method == "put" {
            if standing.is_some() && flaw != SafeFlaw::PutsOver {
                return "taken";
            }
            self.current.insert(place, value());
            return "done";
        }
        let Some(current) = standing.as_deref() else { return "absent" };
        let staged = self.staged.get(&place).map(|value| value.version.as_str());
        match question.method {
            "rotate" if Some(current) != from && flaw != SafeFlaw::ForgetsFrom => return "newer",
            "rotate" => {
                self.current.insert(place, value());
            }
            "stage" if [Some(current), staged].contains(&to) && flaw != SafeFlaw::StagesTwice => {
                return "taken";
            }
            "stage" if Some(current) != from && flaw != SafeFlaw::StagesBesideAll => {
                return "newer";
            }
            "stage" => {
                self.staged.insert(place, value());
            }
            "promote" if Some(current) == to => {}
            "promote" if Some(current) != from => return "newer",
            "promote" if staged != to && (flaw != SafeFlaw::PromotesAll || staged.is_none()) => {
                return "unstaged";
            }
            "promote" => {
                let value = self.staged.remove(&place).unwrap();
                self.current.insert(place, value);
            }
            "destroy" => {
                if flaw != SafeFlaw::KeepsStaged {
                    self.staged.remove(&place);
                }
                if flaw != SafeFlaw::KeepsDestroyed {
                    self.current.remove(&place);
                }
            }
            other => panic!("no question of a vault: {other}"),
        }
        "done"
    }
}

/// A value as an answer without bytes.
trait IntoAnswer {
    fn into_answer(self) -> Answer;
}

impl IntoAnswer for Json {
    fn into_answer(self) -> Answer {
        Answer { value: self, bytes: Bytes::new() }
    }
}
