//! Sprints that run or are over once everything is in them.

use migrayt_core::Result;
use migrayt_core::error::{Error, ErrorKind};
use migrayt_core::port::{Closing, Finished, Preparation};
use migrayt_mapping::Compiled;

use crate::migration::Migration;

/// What became of one sprint that the migration made.
#[derive(Debug)]
pub struct SprintEnd {
    /// Its name.
    pub name: String,
    /// How it stands now.
    pub finished: Result<Finished>,
}

impl Migration {
    /// Starts and closes the sprints that the migration made, as their days say. Nothing can be put
    /// into a closed sprint, so this comes after the last run; asking twice changes nothing.
    ///
    /// # Errors
    /// `Misuse` if the newest plan was not carried out to its end.
    pub async fn finish_sprints(&self, mapper: &Compiled) -> Result<Vec<SprintEnd>> {
        let (plan, _, _) = self.newest_plan().await?;
        let run = self.parts().journal.newest_run(&plan).await?;
        if !matches!(run, Some((_, Some(Closing::Completed)))) {
            return Err(Error::new(
                ErrorKind::Misuse,
                "the newest plan was not carried out to its end",
            )
            .with("plan", plan)
            .with_help(
                "finish it with `migrayt run` or `resume`: nothing goes into a closed sprint",
            ));
        }
        let preparations = mapper.preparations();
        let dated: Vec<Preparation> =
            preparations.into_iter().filter(|one| one.finish.is_some()).collect();
        let today = self.parts().clock.now().date();
        let results = self.parts().target.finish(&dated, today).await;
        let ends = dated.into_iter().zip(results);
        Ok(ends.map(|(made, finished)| SprintEnd { name: made.name, finished }).collect())
    }
}
