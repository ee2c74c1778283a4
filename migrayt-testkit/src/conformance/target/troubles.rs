use migrayt_core::Effect;
use migrayt_core::port::{Bindings, HighWater};

use super::bench::Bench;
use crate::conformance::breach::{Breach, Verdict, holds, same};
use crate::conformance::trouble::Trouble;

pub(super) async fn every_trouble_is_named(bench: &Bench<'_>) -> Verdict {
    let drafts = bench.accepted(&[bench.create("1")?])?;
    for trouble in Trouble::ALL {
        let Some(began) = bench.known.troubles.begin(trouble) else { continue };
        let result = bench.send(&drafts, &Bindings::new()).await;
        drop(began);
        let Some(Err(error)) = result?.into_iter().next() else {
            return Err(Breach::of("a remote in trouble is an error", format!("{trouble:?}")));
        };
        let named = trouble.kinds().contains(&error.kind());
        holds(named, "an error's kind tells what went wrong", || {
            format!("{trouble:?} is called {}", error.kind())
        })?;
        if trouble.is_definite() {
            let sentence = "what the remote turned away certainly did nothing";
            same(&error.effect(), &Effect::None, sentence)?;
        }
        let made = bench.swept(HighWater::start()).await?.len();
        let honest = made == 0 || error.effect() == Effect::Unknown;
        holds(honest, "what had no effect does not stand", || format!("{trouble:?}"))?;
        if made > 0 {
            // What stands now would hide what comes next.
            return Ok(());
        }
    }
    Ok(())
}
