use std::process::ExitCode;

use migrayt::RunOutcome;
use migrayt::core::port::Closing;
use migrayt::core::{Error, ErrorKind};

/// How the command ended. The numbers are a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    Clean = 0,
    Differences = 1,
    Usage = 2,
    Endpoint = 3,
    Interrupted = 4,
    Refusals = 5,
    Doubts = 6,
    Held = 7,
    Fault = 70,
}

impl Exit {
    /// What an error means to whoever called the command.
    pub(crate) fn of_error(error: &Error) -> Self {
        match error.kind() {
            ErrorKind::Cancelled => Self::Interrupted,
            ErrorKind::Misuse
            | ErrorKind::ConfigInvalid
            | ErrorKind::InputInvalid
            | ErrorKind::Unsupported
            | ErrorKind::AlreadyExists
            | ErrorKind::Conflict => Self::Usage,
            ErrorKind::LeaseHeld | ErrorKind::LeaseLost => Self::Held,
            ErrorKind::Unauthenticated
            | ErrorKind::PermissionDenied
            | ErrorKind::NeedsConsent
            | ErrorKind::NotFound
            | ErrorKind::RateLimited
            | ErrorKind::Timeout
            | ErrorKind::Unavailable
            | ErrorKind::DataCorrupt => Self::Endpoint,
            _ => Self::Fault,
        }
    }

    /// What the end of a run means.
    pub(crate) fn of_run(outcome: &RunOutcome) -> Self {
        match outcome.closing {
            Some(Closing::Completed) => {
                let failed = outcome.counts.kinds.iter().any(|(_, counts)| counts.failed > 0);
                let twice = outcome.sweep.as_ref().is_some_and(|swept| !swept.is_clean());
                if failed || twice { Self::Differences } else { Self::Clean }
            }
            Some(Closing::Interrupted) => Self::Interrupted,
            Some(Closing::Doubtful) => Self::Doubts,
            None => Self::Held,
            Some(_) => outcome.cause.as_ref().map_or(Self::Endpoint, Self::of_error),
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

#[cfg(test)]
mod tests {
    use migrayt::core::{Error, ErrorKind};

    use super::Exit;

    #[test]
    fn errors_have_their_codes() {
        for (kind, exit) in [
            (ErrorKind::ConfigInvalid, Exit::Usage),
            (ErrorKind::Unauthenticated, Exit::Endpoint),
            (ErrorKind::NotFound, Exit::Endpoint),
            (ErrorKind::Cancelled, Exit::Interrupted),
            (ErrorKind::LeaseHeld, Exit::Held),
            (ErrorKind::Unexpected, Exit::Fault),
        ] {
            assert_eq!(Exit::of_error(&Error::new(kind, "x")), exit);
        }
    }
}
