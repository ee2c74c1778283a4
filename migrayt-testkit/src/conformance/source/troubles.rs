use migrayt_core::port::{ReadPlan, ReadView, Source};

use super::known::Known;
use super::{pages, read_all};
use crate::conformance::breach::{Breach, Verdict, holds, same};
use crate::conformance::trouble::Trouble;

pub(super) async fn every_trouble_is_named(source: &dyn Source, known: &Known) -> Verdict {
    let all: Vec<_> = read_all(source).await?.into_iter().map(|item| item.id).collect();
    for trouble in Trouble::ALL {
        let Some(began) = known.troubles.begin(trouble) else { continue };
        let (_, error) = pages(source, ReadPlan::all(ReadView::Full)).await;
        drop(began);
        let Some(error) = error else {
            return Err(Breach::of("a remote in trouble is an error", format!("{trouble:?}")));
        };
        let named = trouble.kinds().contains(&error.kind());
        holds(named, "an error's kind tells what went wrong", || {
            format!("{trouble:?} is called {}", error.kind())
        })?;
        let again: Vec<_> = read_all(source).await?.into_iter().map(|item| item.id).collect();
        same(&again, &all, "after a trouble everything can be read")?;
    }
    Ok(())
}
